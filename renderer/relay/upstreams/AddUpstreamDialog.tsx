import { Button, Modal, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { Upstream, UpstreamPreset } from '../../../shared/model/upstream.ts'
import { client, engine, errorSentence } from '../../client.ts'
import dialogs from '../../ui/dialogs.module.css'
import { fail } from '../../ui/say.tsx'
import { Advice } from './Advice.tsx'
import { draftOfPreset, emptyDraft, problemsIn, wantedOf, type Draft } from './draft.ts'
import { UpstreamFormProvider } from './FormContext.ts'
import { PresetPicker } from './PresetPicker.tsx'
import { UpstreamFields } from './UpstreamFields.tsx'

interface AddUpstreamDialogProps {
  /** Chosen already, e.g. on the empty screen; undefined asks. */
  readonly preset?: UpstreamPreset | null | undefined
  readonly onClose: () => void
  readonly onMade: (upstream: Upstream) => void
}

/** A new upstream in two steps: whose server, then what is needed for it. */
export function AddUpstreamDialog({ preset, onClose, onMade }: AddUpstreamDialogProps) {
  const [picked, setPicked] = useState(preset)
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={picked === undefined ? 'New upstream' : picked ? `New upstream: ${picked.name}` : 'New upstream'}
    >
      {picked === undefined ? (
        <PresetPicker onPick={setPicked} />
      ) : (
        <AddForm preset={picked} onBack={() => setPicked(undefined)} onMade={onMade} />
      )}
    </Modal>
  )
}

interface AddFormProps {
  readonly preset: UpstreamPreset | null
  readonly onBack: () => void
  readonly onMade: (upstream: Upstream) => void
}

function AddForm({ preset, onBack, onMade }: AddFormProps) {
  const [draft, setDraft] = useState<Draft>(() => (preset ? draftOfPreset(preset) : emptyDraft))
  const [tried, setTried] = useState(false)
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const problems = problemsIn(draft)
  const { data: routing } = useQuery(engine.routing.get.queryOptions())
  const hasDefault = routing?.otherwise.is === 'relay'
  // The first one is meant to be used; another one must not take over unasked.
  const [chosen, setChosen] = useState<boolean | null>(null)
  const makeDefault = chosen ?? (routing !== undefined && !hasDefault)
  const add = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (problems.size > 0) return
    setBusy(true)
    try {
      const made = await client.upstreams.create(wantedOf(draft))
      if (makeDefault)
        await becomeDefault(made.id).catch((error: unknown) =>
          fail('It was added, but is not the default', errorSentence(error)),
        )
      onMade(made)
    } catch (error) {
      setProblem(errorSentence(error))
      setBusy(false)
    }
  }
  return (
    <UpstreamFormProvider
      value={{
        draft,
        set: (change) => setDraft((before) => ({ ...before, ...change })),
        problems: tried ? problems : new Map<string, string>(),
        kept: [],
        preset,
      }}
    >
      <form className={dialogs.form} noValidate onSubmit={(event) => void add(event)}>
        {preset && <Advice preset={preset} />}
        <UpstreamFields isNew />
        <Switch
          label="Production mail that no route takes leaves through it"
          description={hasDefault ? 'Another upstream has this place now' : 'Until then such mail is captured only'}
          checked={makeDefault}
          onChange={(event) => setChosen(event.currentTarget.checked)}
        />
        <footer className={dialogs.foot}>
          <Button variant="subtle" color="gray" leftSection={<ArrowLeft size={14} />} onClick={onBack}>
            Another provider
          </Button>
          <span role="alert" className={dialogs.problem}>
            {problem || (tried && problems.size > 0 ? 'Something needs correction above.' : '')}
          </span>
          <Button type="submit" loading={busy}>
            Add the upstream
          </Button>
        </footer>
      </form>
    </UpstreamFormProvider>
  )
}

/** The default route leads to it; the rest of the routing stays. */
async function becomeDefault(upstreamId: string): Promise<void> {
  const routing = await client.routing.get()
  await client.routing.put({ ...routing, otherwise: { is: 'relay', upstreamId } })
}
