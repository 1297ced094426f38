import { useEffect, useState } from 'react'
import type { MessageDetail } from '../../../../shared/model/message.ts'
import { client } from '../../../client.ts'
import { imageTypeOf } from './partImages.ts'

const none: ReadonlyMap<string, string> = new Map()

/**
 * Fetches the parts that `cid:` addresses name, as blob: URLs with the type their bytes show. Null while under way.
 * The URLs are taken back when another message is shown.
 */
export function useInlineImages(
  message: MessageDetail,
  contentIds: readonly string[],
): ReadonlyMap<string, string> | null {
  const wanted = contentIds.join('\n')
  const [images, setImages] = useState<ReadonlyMap<string, string> | null>(null)
  useEffect(() => {
    if (wanted === '') return
    let over = false
    const made = new Map<string, string>()
    const parts = message.parts.filter((part) => part.contentId !== null && wanted.split('\n').includes(part.contentId))
    void Promise.all(
      parts.map(async (part) => {
        const url = await imageUrl(message.id, part.id)
        if (url && over) URL.revokeObjectURL(url)
        else if (url && part.contentId !== null) made.set(part.contentId, url)
      }),
    ).then(() => over || setImages(made))
    return () => {
      over = true
      setImages(null)
      for (const url of made.values()) URL.revokeObjectURL(url)
    }
  }, [message.id, message.parts, wanted])
  return wanted === '' ? none : images
}

/** A part that cannot be had or is no image is not shown; the rest of the message is. */
async function imageUrl(id: number, partId: string): Promise<string | null> {
  try {
    const bytes = new Uint8Array(await (await client.messages.part({ id, partId })).arrayBuffer())
    const type = imageTypeOf(bytes)
    return type ? URL.createObjectURL(new Blob([bytes], { type })) : null
  } catch {
    return null
  }
}
