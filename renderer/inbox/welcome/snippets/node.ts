import { singleQuoted } from './quote.ts'
import type { ServerAddress, Snippet } from './snippet.ts'

// Without requireTLS, Nodemailer logs in in clear when a server does not offer STARTTLS.
function protection(security: ServerAddress['security']): string {
  if (security === 'tls') return '  secure: true,\n'
  if (security === 'starttls') return '  secure: false,\n  requireTLS: true,\n'
  if (security === 'none') return '  secure: false,\n  ignoreTLS: true,\n'
  return '  ignoreTLS: true, // local only; trust the certificate in Settings to use STARTTLS\n'
}

export const node: Snippet = {
  id: 'node',
  name: 'Node · Nodemailer',
  keywords: 'javascript typescript express nest next',
  language: 'javascript',
  use: 'npm install nodemailer, save as send.mjs, then run: node send.mjs',
  // ignoreTLS: Nodemailer would take the STARTTLS offer and refuse a certificate it does not know.
  code: ({ host, port, login, security, serverName }) => `import nodemailer from 'nodemailer'

const transport = nodemailer.createTransport({
  host: '${host}',
  port: ${port},
${protection(security)}${
    serverName ? `  tls: { servername: ${singleQuoted(serverName)} },\n` : ''
  }${login ? `  auth: { user: ${singleQuoted(login.username)}, pass: ${singleQuoted(login.password)} },\n` : ''}})

const info = await transport.sendMail({
  from: 'My app <app@example.test>',
  to: 'you@example.test',
  subject: 'Hello from Nodemailer',
  text: 'It works.',
  html: '<p>It <strong>works</strong>.</p>',
})
console.log(info.response)
`,
}
