import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ApiKey, LoginReason, SmtpCredential } from '../../shared/model/credential.ts'
import type { Session } from '../../shared/model/session.ts'
import { findProgram } from '../support/programs.ts'
import { removeFolder, runProgram, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'
import { SmtpSocket } from '../support/smtpSocket.ts'

// Every way to log in wrongly, with real clients over STARTTLS and TLS: the client gets the right reply and no more, and
// the owner reads why.

const data = temporaryFolder()
let host: TestHost
beforeAll(async () => {
  host = await startHost(data)
})
afterAll(async () => {
  await host.stop()
  removeFolder(data)
})

type Made = SmtpCredential & { password: string }
type MadeKey = ApiKey & { key: string }

async function post<T>(path: string, body: object): Promise<T> {
  const response = await host.rest(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.status, await response.clone().text()).toBe(201)
  return (await response.json()) as T
}

async function patch(path: string, body: object): Promise<void> {
  const response = await host.rest(path, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.status, await response.clone().text()).toBe(200)
}

const credential = (more: object = {}) => post<Made>('/smtp-credentials', { name: 'Billing app', ...more })
const apiKey = (more: object = {}) => post<MadeKey>('/api-keys', { name: 'CI', ...more })

/** The newest session of a user name, once it is on disk and says this. */
async function sessionWith(username: string, reason: LoginReason): Promise<Session> {
  for (;;) {
    const response = await host.rest(`/sessions?limit=1&show=refusedLogins&search=${encodeURIComponent(username)}`)
    const [session] = ((await response.json()) as { items: Session[] }).items
    if (session?.login?.reason === reason) return session
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** Every test fails from an address of its own: failures of one address are answered later and later. */
let lastAddress = 1
let from4 = ''
beforeEach(() => {
  lastAddress += 1
  from4 = `127.0.1.${lastAddress}`
})

interface Sent {
  readonly ok: boolean
  readonly said: string
}
type Send = (login: { user: string; pass: string }, from: string) => Promise<Sent>

const swaks = findProgram('swaks')
const python = findProgram('python3')
const curl = findProgram('curl')
const clients: Record<string, Send> = {
  'Nodemailer over STARTTLS': (auth, from) => nodemailer({ port: host.smtpPort, requireTLS: true }, auth, from),
  'Nodemailer over TLS': (auth, from) => nodemailer({ port: host.smtpsPort, secure: true }, auth, from),
  ...(swaks && {
    'swaks over STARTTLS': (auth, from) => withSwaks(['--tls', '--port', String(host.smtpPort)], auth, from),
    'swaks over TLS': (auth, from) => withSwaks(['--tls-on-connect', '--port', String(host.smtpsPort)], auth, from),
  }),
  ...(python && { 'Python smtplib over STARTTLS': (auth, from) => withPython(auth, from) }),
  ...(curl && { 'curl over TLS': (auth, from) => withCurl(auth, from) }),
}

/** smtplib says what it was told, or OK. */
async function withPython(auth: { user: string; pass: string }, from: string): Promise<Sent> {
  const source = `
import base64, json, smtplib, ssl, sys
host, port, local, user, password, sender = json.loads(sys.stdin.read())
with smtplib.SMTP(host, port, source_address=(local, 0)) as smtp:
    smtp.starttls(context=ssl._create_unverified_context())
    try:
        smtp.login(user, password)
        smtp.sendmail(sender, ["you@example.test"], "Subject: Login\\r\\n\\r\\nIn.\\r\\n")
        print("OK")
    except UnicodeEncodeError:
        # smtplib takes ASCII alone; other clients send UTF-8.
        login = base64.b64encode(f"\\0{user}\\0{password}".encode()).decode()
        code, said = smtp.docmd("AUTH", f"PLAIN {login}")
        print(code, said.decode())
    except smtplib.SMTPAuthenticationError as error:
        print(error.smtp_code, error.smtp_error.decode())
    except smtplib.SMTPSenderRefused as error:
        print(error.smtp_code, error.smtp_error.decode())
`
  const input = JSON.stringify(['127.0.0.1', host.smtpPort, from4, auth.user, auth.pass, from])
  const { stdout, stderr } = await runProgram(python ?? '', ['-c', source], input)
  expect(stderr).toBe('')
  return stdout.trim() === 'OK' ? { ok: true, said: '' } : { ok: false, said: stdout.trim() }
}

async function withCurl(auth: { user: string; pass: string }, from: string): Promise<Sent> {
  const { code, stderr } = await runProgram(
    curl ?? '',
    [
      '--verbose',
      '--insecure',
      '--url',
      `smtps://127.0.0.1:${host.smtpsPort}`,
      '--interface',
      from4,
      '--user',
      `${auth.user}:${auth.pass}`,
      '--mail-from',
      from,
      '--mail-rcpt',
      'you@example.test',
      '--upload-file',
      '-',
    ],
    'Subject: Login\r\n\r\nIn.\r\n',
  )
  const refusal = /^< ([45]\d\d .*?)\r?$/m.exec(stderr)?.[1] ?? ''
  return { ok: code === 0, said: refusal }
}

async function nodemailer(server: object, auth: { user: string; pass: string }, from: string): Promise<Sent> {
  const transport = createTransport({
    host: '127.0.0.1',
    tls: { rejectUnauthorized: false },
    ...server,
    localAddress: from4,
    auth,
  })
  try {
    const info = await transport.sendMail({ from, to: 'you@example.test', subject: 'Login', text: 'In.' })
    return { ok: true, said: info.response }
  } catch (error) {
    return { ok: false, said: (error as { response?: string }).response ?? String(error) }
  } finally {
    transport.close()
  }
}

async function withSwaks(server: string[], auth: { user: string; pass: string }, from: string): Promise<Sent> {
  const { code, stdout } = await runProgram(swaks ?? '', [
    '--server',
    '127.0.0.1',
    '--local-interface',
    from4,
    ...server,
    '--from',
    from,
    '--to',
    'you@example.test',
    '--auth',
    'PLAIN',
    '--auth-user',
    auth.user,
    '--auth-password',
    auth.pass,
  ])
  const refusal = /^<[~*-]+\**\s+([45]\d\d .*)$/m.exec(stdout)?.[1] ?? ''
  return { ok: code === 0, said: refusal }
}

describe.each(Object.entries(clients))('%s', (_, send) => {
  test('a right login is taken, and the message carries the credential, its mode and its tags', async () => {
    const made = await credential({ tags: ['billing'] })
    expect((await send({ user: made.username, pass: made.password }, 'a@example.test')).ok).toBe(true)
    const { items } = (await (await host.rest('/messages?limit=1')).json()) as { items: object[] }
    expect(items[0]).toMatchObject({ credentialId: made.id, mode: 'sandbox', tags: ['billing'], flags: [] })
    await clean(made)
  })

  test.each([
    ['wrong', (right: string) => `${right.slice(0, -1)}?`, 'wrongPassword'],
    ['newline-ended', (right: string) => `${right}\n`, 'newlineAtEnd'],
    ['with a space in front', (right: string) => ` ${right}`, 'spaceAround'],
    ['in quotes', (right: string) => `"${right}"`, 'quoted'],
    ['with a byte order mark', (right: string) => `\uFEFF${right}`, 'byteOrderMark'],
    ['encoded twice', (right: string) => Buffer.from(right).toString('base64'), 'wrappedBase64'],
  ] as const)('a secret that is %s: 535 and not a word more; the owner reads which', async (_what, spoil, reason) => {
    const made = await credential()
    const sent = await send({ user: made.username, pass: spoil(made.password) }, 'a@example.test')
    expect(sent).toEqual({ ok: false, said: '535 5.7.8 Authentication credentials invalid' })
    const { login } = await sessionWith(made.username, reason)
    expect(login).toMatchObject({ result: 'refused', reason, credentialId: made.id })
    expect(login?.explanation).toContain('Billing app')
    expect(login?.explanation).not.toContain(made.password)
    await clean(made)
  })

  test.each([
    ['disabled', { enabled: false }, '525 5.7.13 This credential is disabled', 'disabled'],
    ['expired', { expiresAt: '2020-01-01T00:00:00Z' }, '525 5.7.13 This credential has expired', 'expired'],
    [
      'used from elsewhere',
      { allowedIps: ['192.0.2.0/24', '2001:db8::/32'] },
      '535 5.7.1 This credential may not be used from this address',
      'wrongAddress',
    ],
  ] as const)('a right secret of one that is %s is told so', async (_what, more, said, reason) => {
    const made = await credential(more)
    expect(await send({ user: made.username, pass: made.password }, 'a@example.test')).toEqual({ ok: false, said })
    expect((await sessionWith(made.username, reason)).login).toMatchObject({ credentialId: made.id })
    // With a wrong secret it looks like any other.
    const wrong = await send({ user: made.username, pass: 'wrong' }, 'a@example.test')
    expect(wrong.said).toBe('535 5.7.8 Authentication credentials invalid')
    await clean(made)
  })

  test('a sender out of scope is refused at MAIL FROM, a subdomain too unless it was allowed', async () => {
    const made = await credential({ domains: ['example.test'] })
    const auth = { user: made.username, pass: made.password }
    expect((await send(auth, 'a@example.test')).ok).toBe(true)
    expect((await send(auth, 'a@other.test')).said).toBe('550 5.7.1 This credential may not send from a@other.test')
    expect((await sessionWith(made.username, 'scope')).login).toMatchObject({ result: 'accepted' })
    expect((await send(auth, 'a@sub.example.test')).ok).toBe(false)
    await patch(`/smtp-credentials/${made.id}`, { includeSubdomains: true })
    expect((await send(auth, 'a@sub.example.test')).ok).toBe(true)
    await clean(made)
  })

  test('an API key goes with the user name apikey, and needs the permission mail.send', async () => {
    const made = await apiKey()
    expect((await send({ user: 'apikey', pass: made.key }, 'a@example.test')).ok).toBe(true)
    expect((await send({ user: 'apikey', pass: `${made.key}\r\n` }, 'a@example.test')).ok).toBe(false)
    expect((await sessionWith('apikey', 'newlineAtEnd')).login).toMatchObject({ credentialId: made.id })
    await patch(`/api-keys/${made.id}`, { permissions: ['messages.read'] })
    const lacking = await send({ user: 'apikey', pass: made.key }, 'a@example.test')
    expect(lacking.said).toBe('535 5.7.1 This API key lacks the permission mail.send')
    expect((await host.rest(`/api-keys/${made.id}`, { method: 'DELETE' })).status).toBe(200)
  })
})

async function clean(made: Made): Promise<void> {
  expect((await host.rest(`/smtp-credentials/${made.id}`, { method: 'DELETE' })).status).toBe(200)
}

describe('a lenient listener lets in what names no credential, and tells its owner what it probably was', () => {
  const send = clients['Nodemailer over STARTTLS'] as Send
  test.each([
    ['the key as user name', (key: string) => ({ user: key, pass: key }), 'keyAsUsername'],
    ['an e-mail address with a key', (key: string) => ({ user: 'me@corp.test', pass: key }), 'emailAsUsername'],
    ['a key cut off', (key: string) => ({ user: 'apikey', pass: key.slice(0, 20) }), 'keyTruncated'],
    ['a key with a slip', (key: string) => ({ user: 'apikey', pass: `${key.slice(0, -1)}!` }), 'keyMistyped'],
    ['somebody unknown', () => ({ user: 'nobody', pass: 'x' }), 'unknownUser'],
  ] as const)('%s', async (_what, login, reason) => {
    const made = await apiKey({ permissions: ['mail.send'] })
    expect((await send(login(made.key), 'a@example.test')).ok).toBe(true)
    const session = await sessionWith('', reason)
    expect(session.login).toMatchObject({ result: 'unknownAccepted', credentialId: null })
    expect(JSON.stringify(session)).not.toContain(made.key)
    await host.rest(`/api-keys/${made.id}`, { method: 'DELETE' })
  })
})

describe('what is changed counts from the next transaction of an open connection on', () => {
  /** Logged in, ready for MAIL. */
  async function connected(made: Made): Promise<SmtpSocket> {
    const client = await SmtpSocket.ready(host.smtpPort)
    const login = Buffer.from(`\0${made.username}\0${made.password}`).toString('base64')
    expect(await client.say(`AUTH PLAIN ${login}`)).toMatch(/^235/)
    return client
  }
  async function deliver(client: SmtpSocket): Promise<{ mode: string }> {
    expect(await client.sayAll('MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA')).toMatch(/^354/)
    const id = Number(/queued as (\d+)/.exec(await client.say('Subject: x\r\n\r\nHi.\r\n.'))?.[1])
    return (await (await host.rest(`/messages/${id}`)).json()) as { mode: string }
  }
  const lock = (locked: boolean) =>
    host.rest('/sandbox-lock', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ locked }),
    })

  test('the mode, under the sandbox lock', async () => {
    expect(await (await host.rest('/sandbox-lock')).json()).toEqual({ locked: true })
    const made = await credential({ mode: 'production' })
    const client = await connected(made)
    expect((await deliver(client)).mode).toBe('sandbox')
    expect((await lock(false)).status).toBe(200)
    expect((await deliver(client)).mode).toBe('production')
    await patch(`/smtp-credentials/${made.id}`, { mode: 'sandbox' })
    expect((await deliver(client)).mode).toBe('sandbox')
    await patch(`/smtp-credentials/${made.id}`, { mode: 'production' })
    expect((await deliver(client)).mode).toBe('production')
    expect((await lock(true)).status).toBe(200)
    expect((await deliver(client)).mode).toBe('sandbox')
    client.destroy()
    await clean(made)
  })

  test('disabling and deleting', async () => {
    const made = await credential()
    const client = await connected(made)
    await deliver(client)
    await patch(`/smtp-credentials/${made.id}`, { enabled: false })
    expect(await client.say('MAIL FROM:<a@example.test>')).toMatch(/^550 5\.7\.1/)
    await patch(`/smtp-credentials/${made.id}`, { enabled: true })
    await deliver(client)
    await clean(made)
    expect(await client.say('MAIL FROM:<a@example.test>')).toMatch(/^550 5\.7\.1/)
    client.destroy()
  })

  test('the header From, when that was asked for: every address of every From field', async () => {
    const made = await credential({ domains: ['example.test'], checkHeaderFrom: true })
    const client = await connected(made)
    const withFrom = async (header: string) => {
      await client.sayAll('MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA')
      return client.say(`${header}\r\nSubject: x\r\n\r\nHi.\r\n.`)
    }
    expect(await withFrom('From: A <a@example.test>')).toMatch(/^250/)
    expect(await withFrom('From: A <a@other.test>')).toMatch(/^550 5\.7\.1/)
    expect(await withFrom('From: a@example.test, b@other.test')).toMatch(/^550 5\.7\.1/)
    expect(await withFrom('From: a@example.test\r\nFrom: b@other.test')).toMatch(/^550 5\.7\.1/)
    expect(await withFrom('From: a@example.test\r\nFROM : b@other.test')).toMatch(/^550 5\.7\.1/)
    expect(await withFrom('X: y')).toMatch(/^550 5\.7\.1/)
    expect(await withFrom('From: "a@example.test" <b@other.test>')).toMatch(/^550 5\.7\.1/)
    client.destroy()
    await clean(made)
  })
})

test('failures of one address are answered later and later, and nobody else waits', async () => {
  const made = await credential()
  const guess = async () => {
    const client = await SmtpSocket.ready(host.smtpPort, from4)
    expect(await client.say(`AUTH PLAIN ${Buffer.from(`\0${made.username}\0guess`).toString('base64')}`)).toMatch(
      /^535/,
    )
    client.destroy()
  }
  for (let n = 0; n < 4; n += 1) await guess()
  // The fifth waits; meanwhile somebody with the right password is let in first.
  const order: string[] = []
  const fifth = guess().then(() => order.push('guess'))
  const right = (async () => {
    const client = await SmtpSocket.ready(host.smtpPort)
    const login = Buffer.from(`\0${made.username}\0${made.password}`).toString('base64')
    expect(await client.say(`AUTH PLAIN ${login}`)).toMatch(/^235/)
    order.push('right')
    client.destroy()
  })()
  await Promise.all([fifth, right])
  expect(order).toEqual(['right', 'guess'])
  await clean(made)
})

test('CRAM-MD5 is offered once a password was kept readable, and verified', async () => {
  const offers = async () => {
    const client = await SmtpSocket.ready(host.smtpPort)
    const said = await client.say('EHLO again.test')
    client.destroy()
    return said
  }
  expect(await offers()).not.toContain('CRAM-MD5')
  const made = await credential({ readable: true })
  expect(await offers()).toContain('CRAM-MD5')
  if (swaks) {
    const login = (password: string) =>
      runProgram(swaks, [
        '--server',
        '127.0.0.1',
        '--port',
        String(host.smtpPort),
        '--to',
        'b@example.test',
        '--auth',
        'CRAM-MD5',
        '--auth-user',
        made.username,
        '--auth-password',
        password,
      ])
    expect((await login(made.password)).code).toBe(0)
    expect((await login('wrong')).code).not.toBe(0)
  }
  await clean(made)
})

test.each(['required', 'strict', 'lenient'])('the sample comes in although the login mode is %s', async (login) => {
  const settings = (await (await host.rest('/settings')).json()) as { smtp: object }
  const put = await host.rest('/settings', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...settings, smtp: { ...settings.smtp, login } }),
  })
  expect(put.status).toBe(200)
  const sent = await host.rest('/system/sample', { method: 'POST' })
  expect(await sent.json()).toMatchObject({ reply: expect.stringMatching(/^250/) as string })
  const { items } = (await (await host.rest('/messages?limit=1')).json()) as { items: object[] }
  expect(items[0]).toMatchObject({ credentialId: null, mode: 'sandbox', flags: [] })
  // The login was good for one message and for nobody else.
  const client = await SmtpSocket.ready(host.smtpPort, from4)
  expect(await client.say(`AUTH PLAIN ${Buffer.from('\0sandpost\0').toString('base64')}`)).toMatch(
    login === 'lenient' ? /^235/ : /^535/,
  )
  client.destroy()
})
