import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'

/** Sends one mail to a local port with Nodemailer, as most Node apps do. */
export async function sendSmtp(port: number, mail: SendMailOptions): Promise<void> {
  await localTransport(port).sendMail({ from: 'app@example.test', to: 'user@example.test', text: 'Hello.', ...mail })
}

interface ClientOptions {
  readonly secure?: boolean
  readonly ignoreTLS?: boolean
  readonly auth?: { readonly user: string; readonly pass: string }
  readonly authMethod?: 'PLAIN' | 'LOGIN'
}

export function localTransport(port: number, options: ClientOptions = {}): Transporter {
  return createTransport({ ...local(port), ...options })
}

/** One connection, kept open for all that is sent. */
export function keptConnection(port: number, auth?: ClientOptions['auth']): Transporter {
  return createTransport({ ...local(port), auth, pool: true, maxConnections: 1, maxMessages: Infinity })
}

function local(port: number) {
  return { host: '127.0.0.1', port, tls: { rejectUnauthorized: false } }
}
