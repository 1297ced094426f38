import type { Capabilities } from '../../../shared/model/diagnosis/observation.ts'
import { abilitiesOf } from './abilityRows.ts'
import { Mark } from './Mark.tsx'
import { Scroll } from './Scroll.tsx'
import tables from './tables.module.css'

interface AbilitiesProps {
  readonly before: Capabilities | null
  readonly within: Capabilities | null
}

/** What EHLO got in clear and within TLS, side by side: only the second list counts (RFC 3207 4.2). */
export function Abilities({ before, within }: AbilitiesProps) {
  const rows = abilitiesOf(before, within)
  return (
    <Scroll label="What the server offers">
      <table className={tables.table}>
        <caption className="visuallyHidden">What the server offers, before and within TLS</caption>
        <thead>
          <tr>
            <th scope="col">Offered</th>
            {before && <th scope="col">In clear</th>}
            {within && <th scope="col">Within TLS</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ keyword, before: clear, within: inTls }) => (
            <tr key={keyword}>
              <th scope="row" className="mono">
                {keyword}
              </th>
              {before && <Offer text={clear} />}
              {within && <Offer text={inTls} />}
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={3} className={tables.soft}>
                Nothing beyond plain SMTP.
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </Scroll>
  )
}

function Offer({ text }: { text: string | null }) {
  return (
    <td>
      {text === null ? (
        <span className={tables.soft}>
          <span aria-hidden>–</span>
          <span className="visuallyHidden">not offered</span>
        </span>
      ) : (
        <span className={tables.mark}>
          <Mark tone="good" /> {text === '' ? 'offered' : <span className="mono">{text}</span>}
        </span>
      )}
    </td>
  )
}
