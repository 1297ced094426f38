import { duration } from '../../ui/format.ts'
import { Mark } from './Mark.tsx'
import { Scroll } from './Scroll.tsx'
import tables from './tables.module.css'

interface Reply {
  readonly what: string
  readonly code: number | null
  readonly reply: string | null
  readonly ended: 'closed' | 'reset' | 'silent' | null
  readonly milliseconds: number
}

const endings = { closed: 'hung up', reset: 'connection reset', silent: 'no answer' } as const

/** Commands and what the server said to them. */
export function Replies({ label, replies }: { readonly label: string; readonly replies: readonly Reply[] }) {
  return (
    <Scroll label={label}>
      <table className={tables.table}>
        <caption className="visuallyHidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">Sent</th>
            <th scope="col">Reply</th>
            <th scope="col" className={tables.number}>
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {replies.map(({ what, code, reply, ended, milliseconds }, index) => (
            // The same command may come twice; their order is what identifies them.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              <th scope="row" className="mono">
                {what}
              </th>
              <td>
                <span className={tables.mark} style={{ whiteSpace: 'normal' }}>
                  <Mark tone={code === null ? 'unknown' : code < 400 ? 'good' : 'problem'} />
                  <span className="mono">{reply ?? code ?? (ended && endings[ended])}</span>
                </span>
              </td>
              <td className={tables.number}>{duration(milliseconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
