import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { MailServer } from '../engine/mailer.ts'
import { parseFlags } from './flags.ts'
import { Failure, UsageError } from './run.ts'

const help = `Usage: sandpost send --to ADDRESS [options]

Sends one message and prints the dialogue with the server; passwords are left out of it.

  --to A              recipient; may be given several times
  --from A            sender (default: sender@example.test)
  --subject S         subject (default: A message from Sandpost)
  --text T            plain text
  --html FILE         HTML body, from a file
  --attach FILE       attachment; may be given several times
  --server HOST:PORT  SMTP server (default: 127.0.0.1:2525)
  --tls               implicit TLS, as on port 4650
  --user U            log in with this name …
  --password-env V    … and the password in the environment variable V
  --help              this text
`

/** Sends one message and prints the dialogue. */
export async function send(args: readonly string[]): Promise<number> {
  const { values } = parseFlags('send', args, {
    to: { type: 'string', multiple: true, default: [] },
    from: { type: 'string', default: 'sender@example.test' },
    subject: { type: 'string', default: 'A message from Sandpost' },
    text: { type: 'string' },
    html: { type: 'string' },
    attach: { type: 'string', multiple: true, default: [] },
    server: { type: 'string', default: '127.0.0.1:2525' },
    tls: { type: 'boolean', default: false },
    user: { type: 'string' },
    'password-env': { type: 'string' },
  })
  if (values.help) {
    process.stdout.write(help)
    return 0
  }
  if (values.to.length === 0) throw new UsageError('--to is missing. See: sandpost send --help')

  const server = { ...serverOf(values.server), implicitTls: values.tls, login: loginOf(values) }
  const html = values.html === undefined ? undefined : await read(values.html)
  const attachments = await Promise.all(
    values.attach.map(async (file) => ({ filename: basename(file), content: await read(file) })),
  )
  const text = values.text ?? (html === undefined ? 'Sent with sandpost send.\n' : undefined)
  const { sendMail } = await import('../engine/mailer.ts')
  try {
    await sendMail(
      server,
      { from: values.from, to: values.to, subject: values.subject, text, html, attachments },
      (from, line) => process.stdout.write(`${from === 'client' ? '->' : '<-'} ${withoutSecret(line)}\n`),
    )
    return 0
  } catch (error) {
    throw new Failure(explain(error, values.server))
  }
}

function serverOf(value: string): Pick<MailServer, 'host' | 'port'> {
  const match = /^\[?(.+?)\]?:(\d{1,5})$/.exec(value)
  const port = Number(match?.[2])
  if (!match?.[1] || port < 1 || port > 65_535) throw new UsageError(`--server takes HOST:PORT, not "${value}".`)
  return { host: match[1], port }
}

function loginOf(flags: { user?: string; 'password-env'?: string }): MailServer['login'] {
  const { user, 'password-env': variable } = flags
  if (user === undefined && variable === undefined) return undefined
  if (user === undefined || variable === undefined) throw new UsageError('--user and --password-env belong together.')
  const password = process.env[variable]
  if (password === undefined) throw new UsageError(`The environment variable ${variable} is not set.`)
  return { username: user, password }
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${(error as Error).message}`)
  }
}

/** The mailer already puts a placeholder in place of the password; its base64 looks like the real one. */
function withoutSecret(line: string): string {
  return line.replace(/^(AUTH PLAIN) \S+$/, '$1 ********')
}

function explain(error: unknown, server: string): string {
  const { code, message } = error as Error & { code?: string }
  if (code === 'ESOCKET' || code === 'ECONNECTION' || code === 'EDNS')
    return `${server} cannot be reached: ${message}. Is Sandpost running there?`
  return message
}
