import type { ClientAnswer } from '../../../shared/model/diagnosis/report.ts'
import { Mark } from './Mark.tsx'
import { Scroll } from './Scroll.tsx'
import tables from './tables.module.css'

const answers = {
  yes: { tone: 'good', word: 'Connects' },
  no: { tone: 'problem', word: 'Refuses' },
  unknown: { tone: 'unknown', word: 'Not known' },
} as const

/** Which programs could connect and trust what was seen. */
export function Clients({ clients }: { clients: readonly ClientAnswer[] }) {
  return (
    <Scroll label="Who could connect">
      <table className={tables.table}>
        <caption className="visuallyHidden">Who could connect</caption>
        <thead>
          <tr>
            <th scope="col">Program</th>
            <th scope="col">Answer</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {clients.map(({ client, answer, why }) => (
            <tr key={client}>
              <th scope="row">{client}</th>
              <td>
                <span className={tables.mark}>
                  <Mark tone={answers[answer].tone} /> {answers[answer].word}
                </span>
              </td>
              <td>{why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
