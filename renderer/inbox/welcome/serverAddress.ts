import type { ListenerSecurity } from '../../../shared/model/session.ts'
import type { Listener } from '../../../shared/model/system.ts'
import type { ServerAddress } from './snippets/snippet.ts'

/** What an app on this machine connects to; null while no listener of this security is open. */
export function addressOf(listeners: readonly Listener[], security: ListenerSecurity): ServerAddress | null {
  const listener = listeners.find((one) => one.security === security && one.state.is === 'listening')
  if (!listener) return null
  const address = { host: reachable(listener.host), port: listener.port }
  return security === 'tls' ? { ...address, security } : address
}

/** A listener on every address is reached from this machine by the loopback address. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}
