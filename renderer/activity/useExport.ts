import { useRef, useState } from 'react'
import { errorSentence } from '../client.ts'
import { fail, say } from '../ui/say.tsx'
import { counted } from '../ui/format.ts'
import { saveFile } from '../ui/saveFile.ts'
import { toCsv } from './csv.ts'

interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

/** Reads a list to its end and saves it as a file. Can be given up. */
export function useExport<T>(name: string, read: (cursor: string | undefined) => Promise<Page<T>>) {
  const [running, setRunning] = useState(false)
  const given = useRef(false)
  const begin = async (format: 'csv' | 'json', shape: (item: T) => unknown) => {
    given.current = false
    setRunning(true)
    try {
      const items: T[] = []
      let cursor: string | undefined
      do {
        // oxlint-disable-next-line no-await-in-loop -- each page names the next
        const page = await read(cursor)
        items.push(...page.items)
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined && !given.current)
      if (given.current) return
      const text =
        format === 'csv'
          ? toCsv(items.map((item) => shape(item) as Record<string, unknown>))
          : JSON.stringify(items.map(shape), null, 2)
      const day = new Date().toISOString().slice(0, 10)
      saveFile(
        new File([text], `${name}-${day}.${format}`, { type: format === 'csv' ? 'text/csv' : 'application/json' }),
        `${name}-${day}.${format}`,
      )
      say.done(`${counted(items.length, 'entry', 'entries')} saved`)
    } catch (error) {
      fail('It was not saved', errorSentence(error))
    } finally {
      setRunning(false)
    }
  }
  return { running, begin, cancel: () => (given.current = true) }
}
