import { ActionIcon, NativeSelect, TextInput } from '@mantine/core'
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import { SandboxResult, type SandboxRule } from '../../../shared/model/routing.ts'
import { CredentialPicker } from '../CredentialPicker.tsx'
import { resultWords } from '../words.ts'
import classes from './sandbox.module.css'

interface RuleRowProps {
  readonly rule: SandboxRule
  readonly index: number
  readonly of: number
  readonly problem: string | undefined
  readonly onChange: (change: Partial<SandboxRule>) => void
  readonly onMove: (by: number) => void
  readonly onRemove: () => void
}

/** One rule: which recipients, of whose mail, end how. */
export function RuleRow({ rule, index, of, problem, onChange, onMove, onRemove }: RuleRowProps) {
  const name = `rule ${index + 1}`
  return (
    <li className={classes.rule} aria-label={`Rule ${index + 1}`}>
      <TextInput
        label="Recipients"
        placeholder="bounce@*"
        spellCheck={false}
        classNames={{ input: 'mono' }}
        value={rule.recipients}
        error={problem}
        onChange={(event) => onChange({ recipients: event.currentTarget.value })}
      />
      <CredentialPicker
        label="Sent by"
        value={rule.credentialIds}
        onChange={(credentialIds) => onChange({ credentialIds })}
      />
      <NativeSelect
        label="Outcome"
        value={rule.result}
        onChange={(event) => onChange({ result: SandboxResult.parse(event.currentTarget.value) })}
        data={SandboxResult.options.map((value) => ({ value, label: resultWords[value].word }))}
      />
      <div className={classes.tools}>
        <ActionIcon aria-label={`Move ${name} up`} disabled={index === 0} onClick={() => onMove(-1)}>
          <ArrowUp size={14} />
        </ActionIcon>
        <ActionIcon aria-label={`Move ${name} down`} disabled={index === of - 1} onClick={() => onMove(1)}>
          <ArrowDown size={14} />
        </ActionIcon>
        <ActionIcon aria-label={`Remove ${name}`} onClick={onRemove}>
          <Trash2 size={14} />
        </ActionIcon>
      </div>
    </li>
  )
}
