import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { MousePointerClick, Plus } from 'lucide-react'
import { useState } from 'react'
import type { UpstreamPreset } from '../../../shared/model/upstream.ts'
import { engine, errorSentence } from '../../client.ts'
import { SkeletonList } from '../../inbox/SkeletonList.tsx'
import { useSystem } from '../../shell/system.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import classes from '../../ui/listScreen.module.css'
import { useShortcuts } from '../../ui/shortcuts.ts'
import rows from '../cardList.module.css'
import { InTitleBar } from '../InTitleBar.tsx'
import { ListAndDetail } from '../ListAndDetail.tsx'
import { SandboxNote } from '../SandboxNote.tsx'
import { AddUpstreamDialog } from './AddUpstreamDialog.tsx'
import { NoUpstreams } from './NoUpstreams.tsx'
import { UpstreamDetail } from './UpstreamDetail.tsx'
import { UpstreamRow } from './UpstreamRow.tsx'

/** The servers that production mail leaves through. */
export function UpstreamsTab() {
  const query = useQuery(engine.upstreams.list.queryOptions())
  const [openedId, setOpenedId] = useState<string | null>(null)
  /** `ask`: which provider is not chosen yet. */
  const [adding, setAdding] = useState<UpstreamPreset | null | 'ask' | undefined>()
  const vaultLocked = useSystem()?.vault.state === 'locked'
  const upstreams = query.data
  const opened = upstreams?.find(({ id }) => id === openedId) ?? null
  const moveBy = (by: number) => {
    if (!upstreams || upstreams.length === 0) return
    const at = upstreams.findIndex(({ id }) => id === openedId)
    setOpenedId(upstreams[at === -1 ? 0 : Math.min(upstreams.length - 1, Math.max(0, at + by))]?.id ?? null)
  }
  useShortcuts({
    n: () => setAdding('ask'),
    j: () => moveBy(1),
    k: () => moveBy(-1),
    ArrowDown: () => moveBy(1),
    ArrowUp: () => moveBy(-1),
    Escape: () => setOpenedId(null),
  })
  const add = (
    <Button leftSection={<Plus size={14} />} disabled={vaultLocked} onClick={() => setAdding('ask')}>
      New upstream
    </Button>
  )
  const list = (
    <section className={classes.list} aria-label="Upstreams">
      <SandboxNote />
      {query.isError && !upstreams ? (
        <ErrorState
          title="The upstreams could not be listed"
          message={errorSentence(query.error)}
          onRetry={() => void query.refetch()}
        />
      ) : !upstreams ? (
        <SkeletonList compact={false} />
      ) : upstreams.length === 0 ? (
        <NoUpstreams onPick={setAdding} disabled={vaultLocked} />
      ) : (
        <ul className={rows.rows} aria-label="Upstreams">
          {upstreams.map((upstream) => (
            <UpstreamRow
              key={upstream.id}
              upstream={upstream}
              active={upstream.id === openedId}
              onOpen={() => setOpenedId(upstream.id)}
            />
          ))}
        </ul>
      )}
    </section>
  )
  return (
    <>
      <InTitleBar action={add} />
      <ListAndDetail
        name="upstreams"
        list={list}
        wholeWidth={upstreams?.length === 0}
        detail={opened && <UpstreamDetail key={opened.id} upstream={opened} onClose={() => setOpenedId(null)} />}
        nothing={
          <EmptyState icon={MousePointerClick} title="No upstream open">
            Choose one to test it, change it, or pause it.
          </EmptyState>
        }
      />
      {adding !== undefined && (
        <AddUpstreamDialog
          preset={adding === 'ask' ? undefined : adding}
          onClose={() => setAdding(undefined)}
          onMade={(made) => {
            setAdding(undefined)
            setOpenedId(made.id)
            void query.refetch()
          }}
        />
      )}
    </>
  )
}
