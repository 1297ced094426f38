import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'

/** Sends one mail to a local port with Nodemailer, as most Node apps do. */
export async function sendSmtp(port: number, mail: SendMailOptions): Promise<void> {
  await localTransport(port).sendMail({ from: 'app@example.test', to: 'user@example.test', text: 'Hello.', ...mail })
}

export function localTransport(port: number, options: { secure?: boolean } = {}): Transporter {
  return createTransport({ host: '127.0.0.1', port, tls: { rejectUnauthorized: false }, ...options })
}
