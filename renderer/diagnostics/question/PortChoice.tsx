import { TextInput, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { submissionPorts } from '../../../shared/model/diagnosis/question.ts'
import { portsOf } from './draft.ts'
import classes from './fields.module.css'

interface PortChoiceProps {
  readonly ports: readonly number[]
  readonly onChange: (ports: number[]) => void
}

/** Which ports are looked at; none chosen are all that mail is handed in through. */
export function PortChoice({ ports, onChange }: PortChoiceProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const others = ports.filter((port) => !submissionPorts.includes(port))
  const text = typed ?? others.join(', ')
  const read = portsOf(text)
  const settle = () => {
    if (read) onChange([...ports.filter((port) => submissionPorts.includes(port)), ...read].slice(0, 8))
    if (read) setTyped(null)
  }
  const toggle = (port: number) =>
    onChange(ports.includes(port) ? ports.filter((one) => one !== port) : [...ports, port].slice(0, 8))
  return (
    <fieldset className={classes.group}>
      <legend className="visuallyHidden">Ports</legend>
      <span className={classes.label} aria-hidden>
        Ports
      </span>
      <UnstyledButton className={classes.chip} aria-pressed={ports.length === 0} onClick={() => onChange([])}>
        All usual
      </UnstyledButton>
      {submissionPorts.map((port) => (
        <UnstyledButton
          key={port}
          className={classes.chip}
          aria-pressed={ports.includes(port)}
          onClick={() => toggle(port)}
        >
          {port}
        </UnstyledButton>
      ))}
      <TextInput
        className={classes.custom}
        size="xs"
        aria-label="Other ports"
        placeholder="Others"
        inputMode="numeric"
        value={text}
        error={read === null && 'No port'}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === 'Enter') settle()
        }}
      />
    </fieldset>
  )
}
