import { ActionIcon, Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, Pause, Play, RotateCw, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import type { Upstream } from '../../../shared/model/upstream.ts'
import { client, engine, errorSentence } from '../../client.ts'
import pane from '../../ui/detailPane.module.css'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { counted, exactTime, timeUntil } from '../../ui/format.ts'
import { fail, say } from '../../ui/say.tsx'
import { useNarrow } from '../../ui/useNarrow.ts'
import { useNow } from '../../ui/useNow.ts'
import { Advice } from './Advice.tsx'
import { differs, draftOf, problemsIn, wantedOf, type Draft } from './draft.ts'
import { UpstreamFormProvider } from './FormContext.ts'
import { RemoveUpstreamDialog } from './RemoveUpstreamDialog.tsx'
import classes from './UpstreamDetail.module.css'
import { UpstreamFields } from './UpstreamFields.tsx'
import { UpstreamChip } from './UpstreamRow.tsx'
import { UpstreamTestPanel } from './UpstreamTestPanel.tsx'

interface UpstreamDetailProps {
  readonly upstream: Upstream
  readonly onClose: () => void
}

/** Everything about one upstream, to be changed in place. */
export function UpstreamDetail({ upstream, onClose }: UpstreamDetailProps) {
  const narrow = useNarrow()
  const queries = useQueryClient()
  const { data: presets } = useQuery(engine.upstreams.presets.queryOptions({ staleTime: Infinity }))
  const preset = presets?.find(({ id }) => id === upstream.preset) ?? null
  const [base, setBase] = useState(upstream)
  const [draft, setDraft] = useState<Draft>(() => draftOf(upstream))
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const [removing, setRemoving] = useState(false)
  const dirty = differs(draft, draftOf(base))
  // Changed elsewhere while nothing was typed here: simply show it.
  if (base.updatedAt !== upstream.updatedAt && !dirty) {
    setBase(upstream)
    setDraft(draftOf(upstream))
  }
  const problems = problemsIn(draft)
  const take = (saved: Upstream) => {
    queries.setQueryData(engine.upstreams.list.queryKey(), (all) =>
      all?.map((one) => (one.id === saved.id ? saved : one)),
    )
  }
  const change = async (what: string, changing: () => Promise<Upstream>) => {
    try {
      take(await changing())
    } catch (error) {
      fail(`${upstream.name} was not ${what}`, errorSentence(error))
    }
  }
  const save = async () => {
    setBusy(true)
    setProblem('')
    try {
      const saved = await client.upstreams.update({ id: upstream.id, ...wantedOf(draft) })
      take(saved)
      setBase(saved)
      setDraft(draftOf(saved))
      say.done(`${saved.name} was saved`)
    } catch (error) {
      setProblem(errorSentence(error))
    } finally {
      setBusy(false)
    }
  }
  const { id, paused, waiting, host, port } = upstream
  return (
    <article className={pane.detail} aria-label="Upstream">
      <header className={pane.head}>
        {narrow && (
          <ActionIcon aria-label="Back to the list" onClick={onClose}>
            <ArrowLeft size={16} />
          </ActionIcon>
        )}
        <h2 className={pane.title}>{upstream.name}</h2>
        <UpstreamChip upstream={upstream} />
        <span className={pane.space} />
        {!narrow && (
          <ActionIcon aria-label="Close (Esc)" onClick={onClose}>
            <X size={16} />
          </ActionIcon>
        )}
      </header>
      <div className={classes.body}>
        <p className={classes.facts}>
          <code>
            {host}:{port}
          </code>
          <CopyButton text={`${host}:${port}`} label="Copy host and port" />
          <span>{counted(waiting, 'delivery waits', 'deliveries wait')}</span>
        </p>
        <Problem upstream={upstream} onResume={() => void change('resumed', () => client.upstreams.resume({ id }))} />
        <div className={classes.actions}>
          <Button
            variant="default"
            leftSection={paused ? <Play size={14} /> : <Pause size={14} />}
            onClick={() =>
              void change(paused ? 'resumed' : 'paused', () => client.upstreams.update({ id, paused: !paused }))
            }
          >
            {paused ? 'Go on' : 'Pause'}
          </Button>
          <Button variant="default" color="red" leftSection={<Trash2 size={14} />} onClick={() => setRemoving(true)}>
            Remove…
          </Button>
        </div>
        <UpstreamTestPanel upstream={upstream} unsaved={dirty} />
        {preset && <Advice preset={preset} />}
        <UpstreamFormProvider
          value={{
            draft,
            set: (changed) => setDraft((before) => ({ ...before, ...changed })),
            problems,
            kept: upstream.secrets,
            preset,
          }}
        >
          <UpstreamFields />
        </UpstreamFormProvider>
      </div>
      {(dirty || problem !== '') && (
        <footer className={classes.foot}>
          <span role="alert" className={classes.problem}>
            {problem}
          </span>
          <Button
            variant="default"
            onClick={() => {
              setBase(upstream)
              setDraft(draftOf(upstream))
              setProblem('')
            }}
          >
            Discard
          </Button>
          <Button loading={busy} disabled={!dirty || problems.size > 0} onClick={() => void save()}>
            Save
          </Button>
        </footer>
      )}
      {removing && <RemoveUpstreamDialog upstream={upstream} onClose={() => setRemoving(false)} onRemoved={onClose} />}
    </article>
  )
}

/** Why nothing leaves through it, what to do, and when it is tried again. */
function Problem({ upstream, onResume }: { readonly upstream: Upstream; readonly onResume: () => void }) {
  const now = useNow()
  const { problem, paused } = upstream
  if (paused) {
    return (
      <div className={classes.notice} role="note">
        <p>Paused: what should leave through it waits, and nothing is lost.</p>
      </div>
    )
  }
  if (problem === null) return null
  return (
    <div className={classes.notice} data-problem role="alert">
      <p>{problem.text}</p>
      <p className={classes.soft}>
        Since {exactTime(problem.since)}.
        {problem.untilAt !== null && ` Tried again ${timeUntil(problem.untilAt, now)} by itself.`}
      </p>
      <Button variant="default" size="compact-sm" leftSection={<RotateCw size={13} />} onClick={onResume}>
        Try again
      </Button>
    </div>
  )
}
