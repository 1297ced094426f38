import { ActionIcon, NativeSelect, TextInput } from '@mantine/core'
import { Trash2 } from 'lucide-react'
import { FaultStage, type Fault } from '../../../shared/model/manners.ts'
import type { Problems } from '../../ui/issues.ts'
import { NumberBox } from '../../ui/NumberBox.tsx'
import { EffectFields } from './EffectFields.tsx'
import classes from './faults.module.css'
import { effectsAt, effectWords, knowsRecipient, newEffect, stageWords } from './words.ts'

interface FaultFieldsProps {
  readonly fault: Fault
  readonly nth: number
  readonly problems: Problems
  /** Where it stands in the form: `faults.0`. */
  readonly path: string
  readonly onChange: (fault: Fault) => void
  readonly onRemove: () => void
}

/** One fault: when it strikes, whom, how often, and what happens. */
export function FaultFields({ fault, nth, problems, path, onChange, onRemove }: FaultFieldsProps) {
  const { stage, recipient, percent, effect } = fault
  const setStage = (next: FaultStage) =>
    onChange({
      ...fault,
      stage: next,
      recipient: knowsRecipient(next) ? recipient : null,
      effect: effectsAt(next).includes(effect.is) ? effect : newEffect('reply'),
    })
  return (
    <li className={classes.editor} aria-label={`Fault ${nth}`}>
      <div className={classes.when}>
        <NativeSelect
          label="When"
          value={stage}
          onChange={(event) => setStage(FaultStage.parse(event.currentTarget.value))}
          data={FaultStage.options.map((value) => ({ value, label: stageWords[value] }))}
        />
        <TextInput
          label="Recipient"
          placeholder={knowsRecipient(stage) ? 'Any: no@*' : 'Not known yet'}
          disabled={!knowsRecipient(stage)}
          spellCheck={false}
          value={recipient ?? ''}
          error={problems.get(`${path}.recipient`)}
          onChange={(event) => onChange({ ...fault, recipient: event.currentTarget.value.trim() || null })}
        />
        <NumberBox
          label="How often"
          unit="%"
          value={Number.isNaN(percent) ? '' : percent}
          error={problems.get(`${path}.percent`)}
          onChange={(typed) => onChange({ ...fault, percent: typed === '' ? Number.NaN : typed })}
        />
        <ActionIcon aria-label={`Remove fault ${nth}`} onClick={onRemove}>
          <Trash2 size={14} />
        </ActionIcon>
      </div>
      <div className={classes.effect}>
        <NativeSelect
          label="What happens"
          value={effect.is}
          onChange={(event) => {
            const is = effectsAt(stage).find((name) => name === event.currentTarget.value)
            if (is) onChange({ ...fault, effect: newEffect(is) })
          }}
          data={effectsAt(stage).map((value) => ({ value, label: effectWords[value] }))}
        />
        <EffectFields
          effect={effect}
          problems={problems}
          path={`${path}.effect`}
          onChange={(next) => onChange({ ...fault, effect: next })}
        />
      </div>
    </li>
  )
}
