import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useMemo } from 'react'
import type { MessageDetail } from '../../../../shared/model/message.ts'
import { client, errorSentence } from '../../../client.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { ErrorState } from '../../../ui/ErrorState.tsx'
import { counted, fileSize } from '../../../ui/format.ts'
import { messageFilename } from '../messageFilename.ts'
import { saveFile } from '../files.ts'
import { decodeSource, indexSource } from './sourceIndex.ts'
import { SourceLines } from './SourceLines.tsx'
import classes from './SourceTab.module.css'
import { SourceSearch } from './SourceSearch.tsx'
import { useSourceSearch } from './useSourceSearch.ts'

interface SourceTabProps {
  readonly message: MessageDetail
}

/** The exact bytes received, as text. Fetched when looked at, and let go with the message. */
export function SourceTab({ message }: SourceTabProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['source', message.id],
    queryFn: async () => {
      const bytes = new Uint8Array(await (await client.messages.raw({ id: message.id })).arrayBuffer())
      return { bytes, index: indexSource(decodeSource(bytes)) }
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const index = useMemo(() => data?.index ?? indexSource(''), [data])
  const search = useSourceSearch(index)
  if (error) {
    return (
      <ErrorState title="The source could not be read" message={errorSentence(error)} onRetry={() => void refetch()} />
    )
  }
  if (!data) {
    return (
      <p role="status" className={classes.waiting}>
        Fetching {fileSize(message.size)}…
      </p>
    )
  }
  return (
    <div className={classes.tab}>
      <div className={classes.bar}>
        <SourceSearch search={search} />
        <span className={classes.facts}>
          {counted(index.lines[index.rows - 1] ?? 0, 'line')}, {fileSize(data.bytes.length)}
        </span>
        <CopyButton text={index.text} label="Copy the source" />
        <Button
          variant="default"
          leftSection={<Download size={14} />}
          onClick={() => saveFile(new Blob([data.bytes], { type: 'message/rfc822' }), messageFilename(message))}
        >
          Download .eml
        </Button>
      </div>
      {index.cut && (
        <p className={classes.cut} role="status">
          Only the first {counted(index.rows, 'line')} are shown. Download the message to see the rest.
        </p>
      )}
      <SourceLines index={index} search={search} />
    </div>
  )
}
