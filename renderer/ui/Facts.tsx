import { CopyButton } from './CopyButton.tsx'
import classes from './Facts.module.css'

export interface Fact {
  readonly name: string
  readonly value: string
  readonly mono?: boolean
  /** With a button that copies the value. */
  readonly copy?: boolean
}

/** Names and values, one under the other. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value, mono, copy }) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd className={mono ? 'mono' : undefined}>
            <span>{value}</span>
            {copy && <CopyButton text={value} label={`Copy: ${name}`} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}
