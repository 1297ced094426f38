import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Route, Routing } from '../../../shared/model/routing.ts'
import { engine, errorSentence } from '../../client.ts'
import { useLabels } from '../../credentials/useCredentials.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { newId } from '../../ui/newId.ts'
import { InTitleBar } from '../InTitleBar.tsx'
import { SandboxNote } from '../SandboxNote.tsx'
import { UnsavedBar } from '../UnsavedBar.tsx'
import { useRoutingForm } from '../useRoutingForm.ts'
import { ActionFields } from './ActionFields.tsx'
import { ExplainPanel } from './ExplainPanel.tsx'
import { duplicated, moved, newRoute } from './order.ts'
import { RouteCard } from './RouteCard.tsx'
import classes from './routes.module.css'
import { SafetyNet } from './SafetyNet.tsx'

/** Which production mail leaves through what: an ordered list, the first route that takes a recipient decides. */
export function RoutesTab() {
  const form = useRoutingForm(routesOf)
  const { draft } = form
  const { data: upstreams = [] } = useQuery(engine.upstreams.list.queryOptions())
  const credentials = useLabels()
  const names = { credentials, upstreams }
  const [taking, setTaking] = useState<readonly string[]>([])
  const [added, setAdded] = useState('')
  const dragged = useRef<number | null>(null)
  if (form.query.isError && !draft) {
    return (
      <ErrorState
        title="The routes could not be read"
        message={errorSentence(form.query.error)}
        onRetry={() => void form.query.refetch()}
      />
    )
  }
  const setRoutes = (routes: readonly Route[]) => form.set({ routes: [...routes] })
  const add = () => {
    if (!draft) return
    const [upstream] = upstreams
    const route = newRoute(newId(), upstream ? { is: 'relay', upstreamId: upstream.id } : { is: 'capture' })
    setRoutes([...draft.routes, route])
    setAdded(route.id)
  }
  return (
    <div className={classes.tab}>
      <InTitleBar
        action={
          <Button leftSection={<Plus size={14} />} disabled={!draft} onClick={add}>
            New route
          </Button>
        }
      />
      <SandboxNote />
      <div className={classes.columns}>
        <div className={classes.main}>
          {draft ? (
            <>
              <p className={classes.about}>
                Mail of production credentials goes through this list from the top; the first route that takes a
                recipient decides. Sandbox mail never leaves, and refusals hold for it too.
              </p>
              <ol className={classes.cards} aria-label="Routes">
                {draft.routes.map((route, index) => (
                  <RouteCard
                    key={route.id}
                    route={route}
                    index={index}
                    of={draft.routes.length}
                    names={names}
                    problems={form.problems}
                    highlighted={taking.includes(route.id)}
                    initiallyOpened={route.id === added}
                    onChange={(change) => setRoutes(draft.routes.with(index, { ...route, ...change }))}
                    onMove={(by) => setRoutes(moved(draft.routes, index, index + by))}
                    onDuplicate={() => setRoutes(duplicated(draft.routes, index, newId()))}
                    onRemove={() => setRoutes(draft.routes.toSpliced(index, 1))}
                    onDragStart={() => (dragged.current = index)}
                    onDragOver={() => {
                      if (dragged.current === null || dragged.current === index) return
                      setRoutes(moved(draft.routes, dragged.current, index))
                      dragged.current = index
                    }}
                  />
                ))}
              </ol>
              <section className={classes.otherwise} aria-labelledby="relay-otherwise">
                <h2 id="relay-otherwise">{draft.routes.length === 0 ? 'All production mail' : 'Otherwise'}</h2>
                <ActionFields
                  label="What happens when no route takes it"
                  action={draft.otherwise}
                  upstreams={upstreams}
                  problems={form.problems}
                  path="otherwise"
                  onChange={(otherwise) => form.set({ otherwise })}
                />
                {upstreams.length === 0 && (
                  <p className={classes.soft}>There is no upstream yet, so there is nothing to relay through.</p>
                )}
              </section>
              <SafetyNet
                allowedRecipients={draft.allowedRecipients}
                everythingTo={draft.everythingTo}
                problems={form.problems}
                onChange={form.set}
              />
            </>
          ) : (
            <Skeleton height={160} />
          )}
        </div>
        <ExplainPanel unsaved={form.dirty} onAnswer={setTaking} />
      </div>
      <UnsavedBar
        dirty={form.dirty}
        saving={form.saving}
        wrong={form.problems.size > 0}
        changedElsewhere={form.changedElsewhere}
        onSave={form.save}
        onDiscard={form.discard}
      />
    </div>
  )
}

function routesOf({ routes, otherwise, allowedRecipients, everythingTo }: Routing) {
  return { routes, otherwise, allowedRecipients, everythingTo }
}
