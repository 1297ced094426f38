import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { MousePointerClick, PhoneIncoming, PlugZap, Trash2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { client, engine, errorSentence } from '../../client.ts'
import { SkeletonList } from '../../inbox/SkeletonList.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { counted } from '../../ui/format.ts'
import list from '../../ui/listScreen.module.css'
import { fail } from '../../ui/say.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { useNow } from '../../ui/useNow.ts'
import rows from '../cardList.module.css'
import { ListAndDetail } from '../ListAndDetail.tsx'
import { AnswerForm } from './AnswerForm.tsx'
import { ReceivedDetail } from './ReceivedDetail.tsx'
import { ReceivedRow } from './ReceivedRow.tsx'
import classes from './webhooks.module.css'

/** A page of our own that takes webhook calls: one sees them without writing a server. */
export function ReceiverView({ views }: { readonly views: ReactNode }) {
  const receiver = useQuery(engine.webhookReceiver.get.queryOptions())
  const query = useQuery(engine.webhookReceiver.calls.queryOptions({ input: {} }))
  const [openedId, setOpenedId] = useState<number | null>(null)
  const now = useNow()
  const calls = query.data
  const opened = calls?.find(({ id }) => id === openedId) ?? null
  const moveBy = (by: number) => {
    if (!calls || calls.length === 0) return
    const at = calls.findIndex(({ id }) => id === openedId)
    setOpenedId(calls[at === -1 ? 0 : Math.min(calls.length - 1, Math.max(0, at + by))]?.id ?? null)
  }
  useShortcuts({
    j: () => moveBy(1),
    k: () => moveBy(-1),
    ArrowDown: () => moveBy(1),
    ArrowUp: () => moveBy(-1),
    Escape: () => setOpenedId(null),
  })
  const clear = async () => {
    try {
      await client.webhookReceiver.clear()
      setOpenedId(null)
      void query.refetch()
    } catch (error) {
      fail('The calls were not forgotten', errorSentence(error))
    }
  }
  return (
    <ListAndDetail
      name="receiver"
      list={
        <section className={list.list} aria-label="Built-in receiver">
          {views}
          {receiver.data && (
            <div className={classes.receiver}>
              {receiver.data.url === null ? (
                <p className={classes.soft}>
                  <PlugZap size={13} aria-hidden /> The web door is closed, so nothing can call it.
                </p>
              ) : (
                <p className={classes.url}>
                  <code>{receiver.data.url}</code>
                  <CopyButton text={receiver.data.url} label="Copy the address of the receiver" />
                </p>
              )}
              <AnswerForm key={JSON.stringify(receiver.data.answer)} answer={receiver.data.answer} />
            </div>
          )}
          <div className={classes.filters}>
            <span className={classes.count} role="status">
              {calls ? `${counted(calls.length, 'call')} received` : ''}
            </span>
            {calls && calls.length > 0 && (
              <Button
                variant="subtle"
                color="gray"
                size="compact-xs"
                leftSection={<Trash2 size={13} />}
                onClick={() => void clear()}
              >
                Forget them
              </Button>
            )}
          </div>
          {query.isError && !calls ? (
            <ErrorState
              title="The calls could not be listed"
              message={errorSentence(query.error)}
              onRetry={() => void query.refetch()}
            />
          ) : !calls ? (
            <SkeletonList compact={false} />
          ) : calls.length === 0 ? (
            <EmptyState icon={PhoneIncoming} title="Nothing received yet">
              Point a webhook endpoint to the address above, or call it yourself with curl. What comes appears here at
              once, with its headers, and whether its signature is right.
            </EmptyState>
          ) : (
            <ul className={rows.rows} aria-label="Received calls">
              {calls.map((call) => (
                <ReceivedRow
                  key={call.id}
                  call={call}
                  active={call.id === openedId}
                  now={now}
                  onOpen={() => setOpenedId(call.id)}
                />
              ))}
            </ul>
          )}
        </section>
      }
      detail={opened && <ReceivedDetail key={opened.id} call={opened} onClose={() => setOpenedId(null)} />}
      nothing={
        <EmptyState icon={MousePointerClick} title="No call open">
          Choose one to see its headers and its body.
        </EmptyState>
      }
    />
  )
}
