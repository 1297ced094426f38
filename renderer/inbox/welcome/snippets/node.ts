import { singleQuoted } from './quote.ts'
import type { Snippet } from './snippet.ts'

export const node: Snippet = {
  id: 'node',
  name: 'Node · Nodemailer',
  keywords: 'javascript typescript express nest next',
  language: 'javascript',
  use: 'npm install nodemailer, save as send.mjs, then run: node send.mjs',
  // ignoreTLS: Nodemailer would take the STARTTLS offer and refuse a certificate it does not know.
  code: ({ host, port, login }) => `import nodemailer from 'nodemailer'

const transport = nodemailer.createTransport({
  host: '${host}',
  port: ${port},
  ignoreTLS: true, // local only; trust the certificate in Settings to use STARTTLS
${login ? `  auth: { user: ${singleQuoted(login.username)}, pass: ${singleQuoted(login.password)} },\n` : ''}})

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
