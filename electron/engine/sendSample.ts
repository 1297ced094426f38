import type { Listener } from '../../shared/model/system.ts'
import { sendMail, type MailServer } from './mailer.ts'
import { sampleMail } from './sample.ts'

/** Sends the sample the way an app would: through the first listener that is open, logged in as the login mode may want it. */
export async function sendSample(
  listeners: readonly Listener[],
  login: NonNullable<MailServer['login']>,
): Promise<string> {
  const listener = listeners.find(({ state }) => state.is === 'listening')
  if (!listener) throw new Error('No SMTP listener is open. The settings tell why.')
  const host = listener.host === '0.0.0.0' ? '127.0.0.1' : listener.host === '::' ? '::1' : listener.host
  const server = { host, port: listener.port, implicitTls: listener.security === 'tls', login }
  return (await sendMail(server, sampleMail(new Date()))).reply
}
