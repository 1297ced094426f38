import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Download, ExternalLink } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { MessagePart } from '../../../../shared/model/message.ts'
import { client, errorSentence } from '../../../client.ts'
import { canOpenWindows, openInWindow, saveFile } from '../files.ts'
import { Scroll } from '../Scroll.tsx'
import classes from './AttachmentView.module.css'
import { openableAs, type Openable } from './openable.ts'

interface AttachmentViewProps {
  readonly messageId: number
  readonly part: MessagePart
  readonly name: string
  readonly onClose: () => void
}

/** One attachment, shown without leaving the app. What it is was decided from its bytes. */
export function AttachmentView({ messageId, part, name, onClose }: AttachmentViewProps) {
  const { data, error, isPending } = useQuery({
    queryKey: ['attachment', messageId, part.id],
    queryFn: async () => {
      const bytes = new Uint8Array(await (await client.messages.part({ id: messageId, partId: part.id })).arrayBuffer())
      return { bytes, openable: openableAs(bytes) }
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  return (
    <Modal opened onClose={onClose} title={<bdi>{name}</bdi>} size="xl" centered>
      {isPending && <p role="status">Opening…</p>}
      {error && <p role="alert">It could not be opened. {errorSentence(error)}</p>}
      {data && <Shown openable={data.openable} bytes={data.bytes} name={name} />}
      <div className={classes.actions}>
        <Button
          variant="default"
          leftSection={<Download size={14} />}
          disabled={!data}
          onClick={() => data && saveFile(new Blob([data.bytes], { type: 'application/octet-stream' }), name)}
        >
          Save
        </Button>
      </div>
    </Modal>
  )
}

function Shown({ openable, bytes, name }: { openable: Openable; bytes: Uint8Array<ArrayBuffer>; name: string }) {
  switch (openable.is) {
    case 'image':
      return <Picture bytes={bytes} type={openable.type} name={name} />
    case 'text':
      return (
        <Scroll className={classes.text} label={`Contents of ${name}`}>
          {openable.text}
        </Scroll>
      )
    case 'pdf':
      return canOpenWindows ? (
        <Button leftSection={<ExternalLink size={14} />} onClick={() => openInWindow(bytes, 'application/pdf')}>
          Open the PDF in a new tab
        </Button>
      ) : (
        <p className={classes.why}>It is a PDF. Save it to open it with another program.</p>
      )
    case 'nothing':
      return <p className={classes.why}>{openable.why}</p>
  }
}

function Picture({ bytes, type, name }: { bytes: Uint8Array<ArrayBuffer>; type: string; name: string }) {
  const picture = useRef<HTMLImageElement>(null)
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([bytes], { type }))
    if (picture.current) picture.current.src = url
    return () => URL.revokeObjectURL(url)
  }, [bytes, type])
  return <img ref={picture} alt={name} className={classes.image} />
}
