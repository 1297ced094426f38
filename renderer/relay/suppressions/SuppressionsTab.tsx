import { ActionIcon, Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Ban, Plus, SearchX, X } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Suppression } from '../../../shared/model/delivery.ts'
import { client, engine, errorSentence } from '../../client.ts'
import { SkeletonList } from '../../inbox/SkeletonList.tsx'
import { open } from '../../shell/route.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { counted, exactTime, relativeTime } from '../../ui/format.ts'
import list from '../../ui/listScreen.module.css'
import { fail, say } from '../../ui/say.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { useNow } from '../../ui/useNow.ts'
import { InTitleBar } from '../InTitleBar.tsx'
import { AddSuppressionDialog } from './AddSuppressionDialog.tsx'
import classes from './suppressions.module.css'

const undoMilliseconds = 10_000

/** Addresses that are not sent to, and why. */
export function SuppressionsTab() {
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 160)
  const [adding, setAdding] = useState(false)
  const searchInput = useRef<HTMLInputElement>(null)
  const queries = useQueryClient()
  const now = useNow()
  const query = useInfiniteQuery(
    engine.suppressions.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ search, limit: 200, cursor }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  useShortcuts({
    n: () => setAdding(true),
    '/': () => searchInput.current?.select(),
    Escape: () => setText(''),
  })
  const suppressions = query.data?.pages.flatMap(({ items }) => items) ?? []
  const askAgain = () => void queries.invalidateQueries({ queryKey: engine.suppressions.list.key() })
  const bringBack = ({ address, reason, simulated }: Suppression) => {
    client.suppressions
      .add({ address, reason, simulated })
      .then(askAgain, (error: unknown) => fail(`${address} was not added again`, errorSentence(error)))
  }
  const remove = async (suppression: Suppression) => {
    try {
      await client.suppressions.remove({ address: suppression.address })
      askAgain()
      const notification = say.withUndo(
        `${suppression.address} may be sent to again`,
        () => {
          say.hide(notification)
          bringBack(suppression)
        },
        undoMilliseconds,
      )
    } catch (error) {
      fail(`${suppression.address} was not removed`, errorSentence(error))
    }
  }
  const add = (
    <Button leftSection={<Plus size={14} />} onClick={() => setAdding(true)}>
      Add an address
    </Button>
  )
  return (
    <section className={list.list} aria-label="Suppressions" aria-busy={query.isFetching}>
      <InTitleBar
        action={add}
        search={
          <SearchField
            ref={searchInput}
            label="Search suppressions"
            placeholder="Search by address"
            value={text}
            onChange={setText}
            onLeave={() => searchInput.current?.blur()}
          />
        }
      />
      <p className={classes.about}>
        <span role="status">{query.data ? counted(query.data.pages[0]?.total ?? 0, 'address', 'addresses') : ''}</span>
        <span>A bounce puts an address here. Those of simulated bounces keep only simulated mail back.</span>
      </p>
      {query.isError && !query.data ? (
        <ErrorState
          title="The suppressions could not be listed"
          message={errorSentence(query.error)}
          onRetry={() => void query.refetch()}
        />
      ) : !query.data ? (
        <SkeletonList compact />
      ) : suppressions.length === 0 ? (
        search === '' ? (
          <EmptyState icon={Ban} title="No suppressed address" action={add}>
            When a server refuses an address for good, it is put here and not sent to any more, as every provider does
            to keep its good name. You can add addresses yourself, and take them away again.
          </EmptyState>
        ) : (
          <EmptyState icon={SearchX} title="No address matches">
            Search for a part of the address.
          </EmptyState>
        )
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls: must be reachable by keyboard
        <ul className={classes.rows} tabIndex={0} aria-label="Suppressed addresses">
          {suppressions.map((suppression) => (
            <Row
              key={`${suppression.address} ${suppression.simulated}`}
              suppression={suppression}
              now={now}
              onRemove={() => void remove(suppression)}
            />
          ))}
          {query.hasNextPage && (
            <li className={classes.more}>
              <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Show more
              </Button>
            </li>
          )}
        </ul>
      )}
      {adding && (
        <AddSuppressionDialog
          onClose={() => setAdding(false)}
          onAdded={() => {
            setAdding(false)
            askAgain()
          }}
        />
      )}
    </section>
  )
}

interface RowProps {
  readonly suppression: Suppression
  readonly now: number
  readonly onRemove: () => void
}

function Row({ suppression, now, onRemove }: RowProps) {
  const { address, reason, simulated, createdAt, expiresAt, messageId } = suppression
  return (
    <li className={classes.row}>
      <bdi className={classes.address}>{address}</bdi>
      <Chip tone={simulated ? 'sand' : 'plain'}>{simulated ? 'Sandbox' : 'Real'}</Chip>
      <span className={classes.reason}>
        {reason}
        {messageId !== null && (
          <button type="button" className={classes.link} onClick={() => open('inbox', messageId)}>
            Show the message
          </button>
        )}
      </span>
      <span className={classes.time}>
        <time dateTime={createdAt} title={exactTime(createdAt)}>
          {relativeTime(createdAt, now)}
        </time>
        {expiresAt !== null && <span title={exactTime(expiresAt)}> · until {exactTime(expiresAt)}</span>}
      </span>
      <ActionIcon aria-label={`Remove ${address}`} onClick={onRemove}>
        <X size={14} />
      </ActionIcon>
    </li>
  )
}
