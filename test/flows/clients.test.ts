import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MessageDetail } from '../../shared/model/message.ts'
import { findProgram, perlSpeaksTls } from '../support/programs.ts'
import { keptConnection, localTransport } from '../support/sendSmtp.ts'
import { removeFolder, runProgram, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'

let host: TestHost
const folder = temporaryFolder()

beforeAll(async () => {
  host = await startHost(folder)
})
afterAll(async () => {
  await host.stop()
  removeFolder(folder)
})

const [swaks, curl, python, smtpSource] = ['swaks', 'curl', 'python3', 'smtp-source'].map(findProgram)
const swaksTls = swaks !== null && perlSpeaksTls()
const mail = (subject: string) => `From: a@example.test\r\nTo: b@example.test\r\nSubject: ${subject}\r\n\r\nHello.\r\n`

/** The message as it arrived, with its session closed. */
async function arrived(subject: string): Promise<MessageDetail> {
  const answer = await host.rest(
    `/messages/wait?${new URLSearchParams({ search: `subject:"${subject}"`, timeout: '15' })}`,
  )
  expect(answer.status, subject).toBe(200)
  return (await answer.json()) as MessageDetail
}

describe('Nodemailer', () => {
  it.each([
    { name: 'with STARTTLS', options: {}, encrypted: true },
    { name: 'without TLS', options: { ignoreTLS: true }, encrypted: false },
    { name: 'with TLS from the start', options: { secure: true }, encrypted: true },
  ])('sends $name', async ({ name, options, encrypted }) => {
    const port = options.secure === true ? host.smtpsPort : host.smtpPort
    await localTransport(port, options).sendMail({
      from: 'Ä <a@example.test>',
      to: ['b@example.test', 'c@example.test'],
      subject: `Nodemailer ${name}`,
      text: 'Grüße\n.\n..\n',
    })
    const detail = await arrived(`Nodemailer ${name}`)
    expect(detail.text).toBe('Grüße\n.\n..\n')
    expect(detail.envelope.recipients.map(({ address }) => address)).toEqual(['b@example.test', 'c@example.test'])
    expect(detail.session?.tls !== null).toBe(encrypted)
  })

  it('sends many over one connection', async () => {
    const transport = keptConnection(host.smtpPort)
    for (let index = 0; index < 20; index++)
      await transport.sendMail({ from: 'a@b.test', to: 'c@d.test', subject: `Pooled ${index}`, text: 'x' })
    transport.close()
    const list = (await (await host.rest('/messages?search=subject:Pooled')).json()) as { total: number }
    expect(list.total).toBe(20)
  })
})

describe.skipIf(swaks === null)('swaks', () => {
  const send = (subject: string, ...args: string[]) =>
    runProgram(swaks ?? '', ['--to', 'b@example.test', '--from', 'a@example.test', '--h-Subject', subject, ...args])

  it('sends in the clear', async () => {
    const { code, stdout } = await send('swaks clear', '--server', `127.0.0.1:${host.smtpPort}`)
    expect(code, stdout).toBe(0)
    expect((await arrived('swaks clear')).session).toMatchObject({ tls: null, security: 'starttls' })
  })

  it('logs in with a name nobody knows, is let in, and the message says so', async () => {
    const login = ['--auth', 'LOGIN', '--auth-user', 'nobody', '--auth-password', 'swaks-secret']
    const { code, stdout } = await send('swaks login', '--server', `127.0.0.1:${host.smtpPort}`, ...login)
    expect(code, stdout).toBe(0)
    const detail = await arrived('swaks login')
    expect(detail.flags).toContain('unknownLogin')
    expect(detail.session?.login).toMatchObject({ mechanism: 'LOGIN', username: 'nobody', result: 'unknownAccepted' })
    const transcript = await (await host.rest(`/messages/${detail.id}/transcript`)).text()
    expect(transcript).not.toContain('swaks-secret')
    expect(transcript).not.toContain(Buffer.from('swaks-secret').toString('base64'))
  })

  it.skipIf(!swaksTls)('sends with STARTTLS', async () => {
    const { code, stdout } = await send('swaks starttls', '--server', `127.0.0.1:${host.smtpPort}`, '--tls')
    expect(code, stdout).toBe(0)
    expect((await arrived('swaks starttls')).session?.tls?.protocol).toMatch(/^TLSv1/)
  })

  it.skipIf(!swaksTls)('sends with TLS from the start', async () => {
    const { code, stdout } = await send('swaks tls', '--server', `127.0.0.1:${host.smtpsPort}`, '--tls-on-connect')
    expect(code, stdout).toBe(0)
    expect((await arrived('swaks tls')).session).toMatchObject({ security: 'tls' })
  })
})

describe.skipIf(curl === null)('curl', () => {
  const send = (url: string, subject: string, ...args: string[]) =>
    runProgram(
      curl ?? '',
      ['-sS', url, '--mail-from', 'a@example.test', '--mail-rcpt', 'b@example.test', '-T', '-', ...args],
      mail(subject),
    )

  it('sends, the certificate checked against the exported CA', async () => {
    const ca = join(folder, 'certificates', 'ca.pem')
    const url = `smtp://localhost:${host.smtpPort}`
    expect(await send(url, 'curl starttls', '--ssl-reqd', '--cacert', ca)).toMatchObject({ code: 0, stderr: '' })
    const detail = await arrived('curl starttls')
    expect(detail.session?.tls).not.toBeNull()
  })

  it('sends over TLS from the start, with a login', async () => {
    const ca = join(folder, 'certificates', 'ca.pem')
    const url = `smtps://localhost:${host.smtpsPort}`
    const sent = await send(url, 'curl smtps', '--cacert', ca, '--user', 'joe:curl-secret')
    expect(sent).toMatchObject({ code: 0, stderr: '' })
    expect((await arrived('curl smtps')).session?.login?.result).toBe('unknownAccepted')
  })
})

describe.skipIf(python === null)('Python smtplib', () => {
  it('sends with STARTTLS and a login', async () => {
    const program = `
import smtplib, ssl, sys
from email.message import EmailMessage
message = EmailMessage()
message['From'], message['To'], message['Subject'] = 'a@example.test', 'b@example.test', 'Python smtplib'
message.set_content('Grüße aus Python')
with smtplib.SMTP('localhost', int(sys.argv[1])) as server:
    server.starttls(context=ssl.create_default_context(cafile=sys.argv[2]))
    server.login('joe', 'python-secret')
    server.send_message(message)
`
    const ca = join(folder, 'certificates', 'ca.pem')
    const sent = await runProgram(python ?? '', ['-', String(host.smtpPort), ca], program)
    expect(sent).toMatchObject({ code: 0, stderr: '' })
    expect((await arrived('Python smtplib')).text).toContain('Grüße aus Python')
  })
})

describe.skipIf(smtpSource === null)('Postfix smtp-source', () => {
  it('sends 500 messages over 20 connections, and all are there', async () => {
    const before = ((await (await host.rest('/messages')).json()) as { total: number }).total
    const args = ['-s', '20', '-m', '500', '-l', '2000', '-f', 'a@example.test', '-t', 'b@example.test']
    const sent = await runProgram(smtpSource ?? '', [...args, `inet:127.0.0.1:${host.smtpPort}`])
    expect(sent).toMatchObject({ code: 0, stderr: '' })
    const after = ((await (await host.rest('/messages')).json()) as { total: number }).total
    expect(after - before).toBe(500)
  })
})
