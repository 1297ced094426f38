import type { VersionAnswer } from '../../../shared/model/diagnosis/observation.ts'
import { duration } from '../../ui/format.ts'
import { versionWord } from '../words.ts'
import { Mark } from './Mark.tsx'
import { Scroll } from './Scroll.tsx'
import tables from './tables.module.css'

/** Which TLS versions the server takes, asked one by one. */
export function Versions({ versions }: { versions: readonly VersionAnswer[] }) {
  return (
    <Scroll label="TLS versions">
      <table className={tables.table}>
        <caption className="visuallyHidden">TLS versions</caption>
        <thead>
          <tr>
            <th scope="col">Version</th>
            <th scope="col">Answer</th>
            <th scope="col">Cipher suite</th>
            <th scope="col">Group</th>
            <th scope="col">What came</th>
            <th scope="col" className={tables.number}>
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {versions.map(({ version, answer, cipher, group, detail, milliseconds }) => (
            <tr key={version}>
              <th scope="row">{versionWord(version)}</th>
              <td>
                <span className={tables.mark}>
                  <Mark tone={toneOf(version, answer)} /> {answerWords[answer]}
                </span>
              </td>
              <td className="mono">{cipher ?? '–'}</td>
              <td className="mono">{group ?? '–'}</td>
              <td>{detail}</td>
              <td className={tables.number}>{duration(milliseconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

const answerWords = { offered: 'Offered', refused: 'Not offered', unknown: 'Could not check' } as const

/** TLS 1.0 and 1.1 are retired (RFC 8996), SSL 3 broken (RFC 7568): refusing them is right. */
function toneOf(version: VersionAnswer['version'], answer: VersionAnswer['answer']) {
  const current = version === 'TLSv1.3' || version === 'TLSv1.2'
  if (answer === 'unknown') return 'unknown'
  if (answer === 'offered') return current ? 'good' : 'warning'
  return current ? 'waiting' : 'good'
}
