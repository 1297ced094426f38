import { Button, Modal, Switch, TagsInput, TextInput } from '@mantine/core'
import { Plus } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { FaultScenario, type Fault } from '../../../shared/model/manners.ts'
import dialogs from '../../ui/dialogs.module.css'
import { problemsOf } from '../../ui/issues.ts'
import classes from './faults.module.css'
import { FaultFields } from './FaultFields.tsx'
import { newEffect } from './words.ts'

interface ScenarioDialogProps {
  readonly scenario: FaultScenario
  readonly isNew: boolean
  readonly onClose: () => void
  /** Resolves with whether it was saved. */
  readonly onSave: (scenario: FaultScenario) => Promise<boolean>
}

const mostFaults = 50

/** One scenario, fault by fault. */
export function ScenarioDialog({ scenario, isNew, onClose, onSave }: ScenarioDialogProps) {
  const [draft, setDraft] = useState(scenario)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const result = FaultScenario.safeParse(draft)
  const problems = tried ? problemsOf(result) : new Map<string, string>()
  const set = (change: Partial<FaultScenario>) => setDraft((before) => ({ ...before, ...change }))
  const setFault = (at: number, fault: Fault) => set({ faults: draft.faults.with(at, fault) })
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!result.success) return
    setBusy(true)
    if (await onSave(result.data)) onClose()
    else setBusy(false)
  }
  return (
    <Modal opened onClose={onClose} size="lg" title={isNew ? 'New fault scenario' : `Change ${scenario.name}`}>
      <form className={dialogs.form} noValidate onSubmit={(event) => void save(event)}>
        <TextInput
          label="Name"
          required
          data-autofocus
          maxLength={100}
          value={draft.name}
          error={problems.get('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TagsInput
          label="Ports"
          description="Of which listeners; all of them, when empty"
          placeholder={draft.ports.length === 0 ? 'All' : undefined}
          acceptValueOnBlur
          value={draft.ports.map(String)}
          error={[...problems].find(([path]) => path.startsWith('ports'))?.[1]}
          onChange={(ports) => set({ ports: ports.map(Number) })}
        />
        <ol className={classes.editors} aria-label="Faults">
          {draft.faults.map((fault, at) => (
            <FaultFields
              // A fault has no identity but its place.
              // oxlint-disable-next-line react/no-array-index-key
              key={at}
              fault={fault}
              nth={at + 1}
              problems={problems}
              path={`faults.${at}`}
              onChange={(next) => setFault(at, next)}
              onRemove={() => set({ faults: draft.faults.toSpliced(at, 1) })}
            />
          ))}
        </ol>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<Plus size={13} />}
          disabled={draft.faults.length >= mostFaults}
          style={{ justifySelf: 'start' }}
          onClick={() =>
            set({
              faults: [...draft.faults, { stage: 'rcpt', recipient: null, percent: 100, effect: newEffect('reply') }],
            })
          }
        >
          Add a fault
        </Button>
        <Switch
          size="xs"
          label="On"
          description="From the next command on, on open connections too; also after a restart"
          checked={draft.active}
          onChange={(event) => set({ active: event.currentTarget.checked })}
        />
        <footer className={dialogs.foot}>
          <span role="alert" className={dialogs.problem}>
            {problems.size > 0 ? 'Something needs correction above.' : ''}
          </span>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Save
          </Button>
        </footer>
      </form>
    </Modal>
  )
}
