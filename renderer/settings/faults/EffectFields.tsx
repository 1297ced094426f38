import { TextInput } from '@mantine/core'
import type { FaultEffect } from '../../../shared/model/manners.ts'
import type { Problems } from '../../ui/issues.ts'
import { NumberBox, type Typed } from '../../ui/NumberBox.tsx'

interface EffectFieldsProps {
  readonly effect: FaultEffect
  readonly problems: Problems
  readonly path: string
  readonly onChange: (effect: FaultEffect) => void
}

/** What an effect needs to know. */
export function EffectFields({ effect, problems, path, onChange }: EffectFieldsProps) {
  const field = (name: string, label: string, value: number, unit: string, set: (value: number) => FaultEffect) => (
    <NumberBox
      label={label}
      unit={unit}
      value={shown(value)}
      error={problems.get(`${path}.${name}`)}
      onChange={(typed) => onChange(set(numberOf(typed)))}
    />
  )
  switch (effect.is) {
    case 'reply':
      return (
        <>
          <NumberBox
            label="Code"
            plain
            value={shown(effect.code)}
            error={problems.get(`${path}.code`)}
            onChange={(typed) => onChange({ ...effect, code: numberOf(typed) })}
          />
          <TextInput
            label="Enhanced code"
            placeholder="4.3.0"
            spellCheck={false}
            value={effect.enhancedCode ?? ''}
            error={problems.get(`${path}.enhancedCode`)}
            onChange={(event) => onChange({ ...effect, enhancedCode: event.currentTarget.value.trim() || null })}
          />
          <TextInput
            label="Text"
            value={effect.text}
            error={problems.get(`${path}.text`)}
            onChange={(event) => onChange({ ...effect, text: event.currentTarget.value })}
          />
        </>
      )
    case 'delay':
      return field('milliseconds', 'Late by', effect.milliseconds, 'ms', (milliseconds) => ({
        ...effect,
        milliseconds,
      }))
    case 'drip':
      return field('millisecondsPerByte', 'A byte every', effect.millisecondsPerByte, 'ms', (millisecondsPerByte) => ({
        ...effect,
        millisecondsPerByte,
      }))
    case 'greylist':
      return field('seconds', 'Put off for', effect.seconds, 's', (seconds) => ({ ...effect, seconds }))
    case 'quota':
      return field('messages', 'Full after', effect.messages, 'messages', (messages) => ({ ...effect, messages }))
    default:
      return null
  }
}

function shown(value: number): Typed {
  return Number.isNaN(value) ? '' : value
}

/** An empty field is no 0, which would be a choice nobody made. */
function numberOf(typed: Typed): number {
  return typed === '' ? Number.NaN : typed
}
