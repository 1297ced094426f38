import type { DomainRecord } from '../../../shared/model/diagnosis/domain.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { Mark } from '../report/Mark.tsx'
import classes from './DomainTab.module.css'

const states = {
  published: { tone: 'good', word: 'Published' },
  invalid: { tone: 'problem', word: 'Invalid' },
  notPublished: { tone: 'waiting', word: 'Not published' },
  couldNotCheck: { tone: 'unknown', word: 'Could not check' },
} as const

/** One kind of record: what it says, part by part. */
export function RecordCard({ record }: { record: DomainRecord }) {
  const { what, state, name, raw, parts, problems, summary, todo } = record
  return (
    <section className={classes.record} aria-label={`${what} ${name}`}>
      <div className={classes.head}>
        <h3>{what === 'submission' ? 'Submission (SRV)' : what}</h3>
        <span className={classes.state}>
          <Mark tone={states[state].tone} /> {states[state].word}
        </span>
        <code className={classes.name}>{name}</code>
      </div>
      <p>{summary}</p>
      {problems.length > 0 && (
        <ul className={classes.problems}>
          {problems.map((problem) => (
            <li key={problem}>
              <Mark tone={state === 'invalid' ? 'problem' : 'warning'} /> <span>{problem}</span>
            </li>
          ))}
        </ul>
      )}
      {todo !== '' && (
        <p>
          <strong>{todo}</strong>
        </p>
      )}
      {(raw.length > 0 || parts.length > 0) && (
        <Fold title="The record, part by part" about={raw[0]?.slice(0, 90) ?? ''}>
          {raw.map((text) => (
            <CodeBlock key={text} code={text} label={`${what} record`} />
          ))}
          {parts.length > 0 && (
            <dl className={classes.parts}>
              {parts.map(({ part, means }) => (
                <div key={`${part} ${means}`}>
                  <dt>
                    <code>{part}</code>
                  </dt>
                  <dd>{means}</dd>
                </div>
              ))}
            </dl>
          )}
        </Fold>
      )}
    </section>
  )
}
