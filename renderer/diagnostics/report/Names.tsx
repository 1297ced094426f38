import type { NameObservation } from '../../../shared/model/diagnosis/observation.ts'
import { duration } from '../../ui/format.ts'
import { Mark } from './Mark.tsx'
import { Scroll } from './Scroll.tsx'
import tables from './tables.module.css'

/** Whether anything was asked: not of an address that nobody named. */
export function hasAnswers({ system, dns, reverse }: NameObservation): boolean {
  return system !== null || dns.length > 0 || reverse.length > 0
}

/** What this machine and the name servers say about the name. */
export function Names({ name }: { name: NameObservation }) {
  return (
    <Scroll label="Answers about the name">
      <table className={tables.table}>
        <caption className="visuallyHidden">Answers about the name</caption>
        <thead>
          <tr>
            <th scope="col">Asked</th>
            <th scope="col">For</th>
            <th scope="col">Answer</th>
            <th scope="col" className={tables.number}>
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {name.system && (
            <tr>
              <th scope="row">This machine</th>
              <td className="mono">{name.host ?? '–'}</td>
              <Answer values={name.system.addresses} error={name.system.error} />
              <td className={tables.number}>{duration(name.system.milliseconds)}</td>
            </tr>
          )}
          {name.dns.map(({ type, name: asked, values, error, milliseconds }) => (
            <tr key={`${type} ${asked}`}>
              <th scope="row">DNS {type}</th>
              <td className="mono">{asked}</td>
              <Answer values={values} error={error} />
              <td className={tables.number}>{duration(milliseconds)}</td>
            </tr>
          ))}
          {name.reverse.map(({ address, names, error }) => (
            <tr key={address}>
              <th scope="row">DNS PTR</th>
              <td className="mono">{address}</td>
              <Answer values={names} error={error} />
              <td className={`${tables.number} ${tables.soft}`}>–</td>
            </tr>
          ))}
        </tbody>
      </table>
      {name.disagree && (
        <p className={tables.note}>
          <span className={tables.mark}>
            <Mark tone="warning" /> This machine and the name servers do not say the same.
          </span>
        </p>
      )}
    </Scroll>
  )
}

function Answer({ values, error }: { readonly values: readonly string[]; readonly error: string | null }) {
  if (error !== null) return <td className={tables.soft}>{errors[error] ?? error}</td>
  return <td className="mono">{values.join(', ') || '–'}</td>
}

/** The codes of c-ares, for people. */
const errors: Readonly<Record<string, string>> = {
  ENOTFOUND: 'does not exist (ENOTFOUND)',
  ENODATA: 'none (ENODATA)',
  ESERVFAIL: 'the name server failed (ESERVFAIL)',
  EREFUSED: 'the name server refused (EREFUSED)',
  ETIMEOUT: 'no answer in time (ETIMEOUT)',
}
