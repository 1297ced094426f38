import type { Listener } from '../../shared/model/system.ts'
import { useSystem } from '../shell/system.ts'
import { Scroll } from './report/Scroll.tsx'
import tables from './report/tables.module.css'

const securityWords: Readonly<Record<Listener['security'], string>> = {
  starttls: 'STARTTLS',
  tls: 'TLS from the start',
}
const stateWords: Readonly<Record<Listener['state']['is'], string>> = {
  listening: 'Listening',
  failed: 'Failed',
  stopped: 'Stopped',
}

/** Our own listeners as they stand, before they are checked. */
export function Listeners() {
  const listeners = useSystem()?.listeners ?? []
  return (
    <section aria-label="Listeners">
      <p className={tables.soft}>
        The check tells which of these an app can reach, from where, whether it trusts the certificate, and which
        settings to give it.
      </p>
      <Scroll label="Listeners">
        <table className={tables.table}>
          <caption className="visuallyHidden">Our own listeners</caption>
          <thead>
            <tr>
              <th scope="col">Host and port</th>
              <th scope="col">Security</th>
              <th scope="col">Profile</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {listeners.map(({ host, port, security, profile, state }) => (
              <tr key={`${host} ${port}`}>
                <th scope="row" className="mono">
                  {host.includes(':') ? `[${host}]` : host}:{port}
                </th>
                <td>{securityWords[security]}</td>
                <td>{profile}</td>
                <td>{state.is === 'failed' ? `${stateWords.failed}: ${state.message}` : stateWords[state.is]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}
