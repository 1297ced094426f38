import { Button } from '@mantine/core'
import { Inbox, MailSearch } from 'lucide-react'
import type { Ref } from 'react'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorState } from '../ui/ErrorState.tsx'
import type { VirtualGridHandle } from '../ui/VirtualGrid.tsx'
import { MessageList } from './MessageList.tsx'
import type { RowEvents } from './MessageRow.tsx'
import { SkeletonList } from './SkeletonList.tsx'
import type { Found } from './useFound.ts'

interface ListBodyProps {
  readonly found: Found
  readonly cursor: number | null
  readonly selected: ReadonlySet<number>
  readonly compact: boolean
  readonly events: RowEvents
  readonly handle: Ref<VirtualGridHandle>
  readonly onClearSearch: () => void
}

/** The list in each of its states: failed, loading, nothing found, messages. */
export function ListBody({ found, cursor, selected, compact, events, handle, onClearSearch }: ListBodyProps) {
  if (found.ids === null) {
    return found.failure === null ? (
      <SkeletonList compact={compact} />
    ) : (
      <ErrorState title="The messages could not be listed" message={found.failure} onRetry={found.retry} />
    )
  }
  if (found.ids.length === 0 && found.search === '') return <EmptyState icon={Inbox} title="No messages" />
  if (found.ids.length === 0) {
    return (
      <EmptyState
        icon={MailSearch}
        title="Nothing found"
        action={
          <Button variant="default" onClick={onClearSearch}>
            Clear the search
          </Button>
        }
      >
        No message matches <strong>{found.search}</strong>. New mail that matches appears here by itself.
      </EmptyState>
    )
  }
  return (
    <MessageList
      ids={found.ids}
      search={found.search}
      cursor={cursor}
      selected={selected}
      compact={compact}
      events={events}
      handle={handle}
    />
  )
}
