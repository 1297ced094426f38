import type { DeepTls } from '../../../shared/model/diagnosis/observation.ts'
import { Facts } from '../../ui/Facts.tsx'
import { counted, exactTime } from '../../ui/format.ts'
import { versionWord } from '../words.ts'
import { Mark } from './Mark.tsx'
import { Scroll } from './Scroll.tsx'
import tables from './tables.module.css'

const strengths = {
  good: { tone: 'good', word: 'Good' },
  weak: { tone: 'warning', word: 'Weak' },
  broken: { tone: 'problem', word: 'Broken' },
} as const

/** Every suite the server takes, version by version, in the order in which it chooses. */
export function Ciphers({ deep }: { deep: DeepTls }) {
  return (
    <>
      <Facts
        facts={[
          { name: 'Groups', value: deep.groups.join(', ') || 'none named', mono: true },
          ...(deep.dhBits === null ? [] : [{ name: 'DH parameters', value: `${deep.dhBits} bits` }]),
          {
            name: 'OCSP staple',
            value: deep.ocspStapled === null ? 'not known' : deep.ocspStapled ? 'sent along' : 'not sent',
          },
          {
            name: 'Asked',
            value: deep.cachedFrom
              ? `earlier, ${exactTime(deep.cachedFrom)}`
              : `now, over ${counted(deep.connections, 'connection')}`,
          },
        ]}
      />
      {deep.versions.map(({ version, ciphers, serverOrder, incomplete }) => (
        <Scroll key={version} label={`Cipher suites of ${versionWord(version)}`}>
          <table className={tables.table}>
            <caption className={tables.note} style={{ textAlign: 'left', marginBottom: 4 }}>
              {versionWord(version)}: {counted(ciphers.length, 'suite')}
              {serverOrder !== null && (serverOrder ? ', the server’s order counts' : ', the client’s order counts')}
              {incomplete && `. Not complete: ${incomplete}`}
            </caption>
            <thead>
              <tr>
                <th scope="col">Suite</th>
                <th scope="col">In OpenSSL</th>
                <th scope="col">Number</th>
                <th scope="col">Strength</th>
              </tr>
            </thead>
            <tbody>
              {ciphers.map(({ id, name, openssl, strength }) => (
                <tr key={id}>
                  <td className="mono">{name}</td>
                  <td className="mono">{openssl ?? '–'}</td>
                  <td className="mono">0x{id.toString(16).padStart(4, '0')}</td>
                  <td>
                    <span className={tables.mark}>
                      <Mark tone={strengths[strength].tone} /> {strengths[strength].word}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      ))}
    </>
  )
}
