import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { MousePointerClick, Plus, Webhook } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { engine, errorSentence } from '../../client.ts'
import { SkeletonList } from '../../inbox/SkeletonList.tsx'
import { useSystem } from '../../shell/system.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import list from '../../ui/listScreen.module.css'
import { useShortcuts } from '../../ui/shortcuts.ts'
import rows from '../cardList.module.css'
import { InTitleBar } from '../InTitleBar.tsx'
import { ListAndDetail } from '../ListAndDetail.tsx'
import { CreateEndpointDialog, type WithSecret } from './CreateEndpointDialog.tsx'
import { EndpointDetail } from './EndpointDetail.tsx'
import { EndpointRow } from './EndpointRow.tsx'
import { EndpointSecretDialog } from './EndpointSecretDialog.tsx'

interface EndpointsViewProps {
  /** The switch between endpoints, calls and receiver. */
  readonly views: ReactNode
  readonly onShowCalls: (endpointId: string) => void
}

/** Addresses that are told of events. */
export function EndpointsView({ views, onShowCalls }: EndpointsViewProps) {
  const query = useQuery(engine.webhookEndpoints.list.queryOptions())
  const [openedId, setOpenedId] = useState<string | null>(null)
  const [creating, setCreating] = useState(false)
  const [made, setMade] = useState<WithSecret | null>(null)
  const vaultLocked = useSystem()?.vault.state === 'locked'
  const endpoints = query.data
  const opened = endpoints?.find(({ id }) => id === openedId) ?? null
  const moveBy = (by: number) => {
    if (!endpoints || endpoints.length === 0) return
    const at = endpoints.findIndex(({ id }) => id === openedId)
    setOpenedId(endpoints[at === -1 ? 0 : Math.min(endpoints.length - 1, Math.max(0, at + by))]?.id ?? null)
  }
  useShortcuts({
    n: () => setCreating(true),
    j: () => moveBy(1),
    k: () => moveBy(-1),
    ArrowDown: () => moveBy(1),
    ArrowUp: () => moveBy(-1),
    Escape: () => setOpenedId(null),
  })
  const create = (
    <Button leftSection={<Plus size={14} />} disabled={vaultLocked} onClick={() => setCreating(true)}>
      New endpoint
    </Button>
  )
  const show = (endpoint: WithSecret) => {
    setCreating(false)
    setOpenedId(endpoint.id)
    setMade(endpoint)
    void query.refetch()
  }
  return (
    <>
      <InTitleBar action={create} />
      <ListAndDetail
        name="webhooks"
        wholeWidth={endpoints?.length === 0}
        list={
          <section className={list.list} aria-label="Webhook endpoints">
            {views}
            {query.isError && !endpoints ? (
              <ErrorState
                title="The endpoints could not be listed"
                message={errorSentence(query.error)}
                onRetry={() => void query.refetch()}
              />
            ) : !endpoints ? (
              <SkeletonList compact={false} />
            ) : endpoints.length === 0 ? (
              <EmptyState icon={Webhook} title="No webhook endpoint yet" action={create}>
                A webhook tells your app what became of each mail: received, delivered, bounced. Sandpost speaks as your
                provider does, signs as it does, and tries again as it does. Begin with the built-in receiver, which
                needs no server of yours.
              </EmptyState>
            ) : (
              <ul className={rows.rows} aria-label="Endpoints">
                {endpoints.map((endpoint) => (
                  <EndpointRow
                    key={endpoint.id}
                    endpoint={endpoint}
                    active={endpoint.id === openedId}
                    onOpen={() => setOpenedId(endpoint.id)}
                  />
                ))}
              </ul>
            )}
          </section>
        }
        detail={
          opened && (
            <EndpointDetail
              key={opened.id}
              endpoint={opened}
              onClose={() => setOpenedId(null)}
              onSecret={setMade}
              onShowCalls={() => onShowCalls(opened.id)}
            />
          )
        }
        nothing={
          <EmptyState icon={MousePointerClick} title="No endpoint open">
            Choose one to see how it does, send it a test event, or change it.
          </EmptyState>
        }
      />
      {creating && <CreateEndpointDialog onClose={() => setCreating(false)} onMade={show} />}
      {made?.secret && (
        <EndpointSecretDialog endpoint={{ ...made, secret: made.secret }} onClose={() => setMade(null)} />
      )}
    </>
  )
}
