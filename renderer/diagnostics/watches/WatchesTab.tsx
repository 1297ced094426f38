import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Eye } from 'lucide-react'
import { engine, errorSentence } from '../../client.ts'
import { SkeletonList } from '../../inbox/SkeletonList.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import page from '../page.module.css'
import { useDiagnosticsTab } from '../tab.ts'
import { WatchCard } from './WatchCard.tsx'
import classes from './WatchesTab.module.css'

/** Questions that are asked again and again. */
export function WatchesTab({ active }: { active: boolean }) {
  const watches = useQuery(engine.watches.list.queryOptions({ enabled: active }))
  const { show } = useDiagnosticsTab()
  if (watches.isError && !watches.data) {
    return (
      <ErrorState
        title="The watches could not be listed"
        message={errorSentence(watches.error)}
        onRetry={() => void watches.refetch()}
      />
    )
  }
  if (!watches.data) return <SkeletonList compact={false} />
  if (watches.data.length === 0) {
    return (
      <EmptyState
        icon={Eye}
        title="Nothing is watched"
        action={
          <Button variant="default" onClick={() => show('server')}>
            Diagnose a server
          </Button>
        }
      >
        Diagnose a server, then choose “Watch” beside its report: the same is asked every few minutes, and you are told
        when the answer changes.
      </EmptyState>
    )
  }
  return (
    <div className={page.scroll}>
      <div className={page.page}>
        <ul className={classes.list} aria-label="Watches">
          {watches.data.map((watch) => (
            <li key={watch.id}>
              <WatchCard watch={watch} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
