import { Button, Modal } from '@mantine/core'
import { ArrowLeft } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { Upstream, UpstreamPreset } from '../../../shared/model/upstream.ts'
import { client, errorSentence } from '../../client.ts'
import dialogs from '../../ui/dialogs.module.css'
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
  const add = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (problems.size > 0) return
    setBusy(true)
    try {
      onMade(await client.upstreams.create(wantedOf(draft)))
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
