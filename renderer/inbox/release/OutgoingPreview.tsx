import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { engine, errorSentence } from '../../client.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { fileSize } from '../../ui/format.ts'
import classes from './ReleaseMessages.module.css'

interface OutgoingPreviewProps {
  readonly id: number
  readonly upstreamId: string
  readonly to: readonly string[]
}

/** What will leave: how it differs from the stored copy, and the header section as it will be sent. */
export function OutgoingPreview({ id, upstreamId, to }: OutgoingPreviewProps) {
  const [settled] = useDebouncedValue(to, 300)
  const { data, error } = useQuery(
    engine.outgoing.preview.queryOptions({
      input: { id, upstreamId, to: [...settled] },
      placeholderData: keepPreviousData,
    }),
  )
  if (error) return <p className={classes.soft}>{errorSentence(error)}</p>
  if (!data) return <p className={classes.soft}>Preparing what will leave…</p>
  return (
    <div>
      {data.changes.length === 0 ? (
        <p className={classes.soft}>It leaves as it is stored, {fileSize(data.size)}.</p>
      ) : (
        <ul className={classes.changes} aria-label="Changes">
          {data.changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
      <Fold
        title="Header as it will be sent"
        about={`${fileSize(data.size)}, envelope sender ${data.sender === '' ? '<>' : data.sender}`}
      >
        <CodeBlock code={data.header.trimEnd()} label="Header as it will be sent" />
      </Fold>
    </div>
  )
}
