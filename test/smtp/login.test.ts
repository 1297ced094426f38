import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import type { Identity, Login, LoginResult } from '../../electron/engine/smtp/backend.ts'
import { reply } from '../../electron/engine/smtp/reply.ts'
import { SmtpSocket } from '../support/smtpSocket.ts'
import { noReason, type RigOptions, type SmtpRig, spoken, startSmtp } from '../support/smtpServer.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

const alice: Identity = { credentialId: 'cred_1', mode: 'production', tags: [], unknownLogin: false }

/** One credential: alice, "correct horse". */
async function oneCredential(login: Login): Promise<LoginResult> {
  const digest = createHmac('md5', 'correct horse')
    .update(login.cram?.challenge ?? '')
    .digest('hex')
  const right = login.cram === null ? login.password === 'correct horse' : login.cram.digest === digest
  return login.username === 'alice' && right
    ? { is: 'accepted', identity: alice, why: { ...noReason, credentialId: 'cred_1' } }
    : { is: 'refused', reply: reply(535, '5.7.8', 'Authentication credentials invalid'), why: noReason }
}

let rig: SmtpRig
async function ready(options: RigOptions = {}): Promise<SmtpSocket> {
  rig = await startSmtp({ authenticate: oneCredential, cramMd5: true, ...options })
  return SmtpSocket.ready(rig.port)
}
afterEach(() => rig.close())

describe('a right login', () => {
  const dialogues: Record<string, string[]> = {
    'PLAIN at once': [`AUTH PLAIN ${base64('\0alice\0correct horse')}`],
    'plain, with an authorization id': [`auth plain ${base64('alice\0alice\0correct horse')}`],
    'PLAIN when asked': ['AUTH PLAIN', base64('\0alice\0correct horse')],
    'LOGIN when asked': ['AUTH LOGIN', base64('alice'), base64('correct horse')],
    'LOGIN with the name ahead': [`AUTH LOGIN ${base64('alice')}`, base64('correct horse')],
  }
  test.each(Object.entries(dialogues))('%s', async (_, lines) => {
    const client = await ready()
    expect(await client.sayAll(...lines)).toBe('235 2.7.0 Login accepted')
    expect(await client.say(lines[0] ?? '')).toMatch(/^503 5\.5\.1/)
    await client.sayAll('MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA', '.')
    expect(rig.received[0]?.identity).toEqual(alice)
    expect(rig.received[0]?.session.login).toMatchObject({ username: 'alice', result: 'accepted' })
    expect(rig.logins[0]).toMatchObject({ remoteAddress: '127.0.0.1', encrypted: false })
    client.destroy()
  })

  test('CRAM-MD5, verified by the backend against the challenge that was sent', async () => {
    const client = await ready()
    const challenge = Buffer.from((await client.say('AUTH CRAM-MD5')).slice(4), 'base64').toString()
    expect(challenge).toMatch(/^<[0-9a-f]{24}\.\d+@sandpost\.test>$/)
    const digest = createHmac('md5', 'correct horse').update(challenge).digest('hex')
    expect(await client.say(base64(`alice ${digest}`))).toMatch(/^235/)
    client.destroy()
  })
})

describe('a login that does not work', () => {
  test.each([
    ['a wrong password', [`AUTH PLAIN ${base64('\0alice\0wrong')}`], '535 5.7.8'],
    ['an unknown mechanism', ['AUTH XOAUTH2 abc'], '504 5.5.4'],
    ['no mechanism', ['AUTH'], '501 5.5.4'],
    ['too many words', ['AUTH PLAIN a b'], '501 5.5.4'],
    ['not base64', ['AUTH PLAIN ***'], '501 5.5.2'],
    ['not base64 when asked', ['AUTH LOGIN', 'ali ce'], '501 5.5.2'],
    ['no NULs', [`AUTH PLAIN ${base64('alice')}`], '501 5.5.2'],
    ['an empty name', [`AUTH PLAIN ${base64('\0\0secret')}`], '501 5.5.2'],
    ['an empty initial response', ['AUTH PLAIN ='], '501 5.5.2'],
    ['cancelled', ['AUTH LOGIN', '*'], '501 5.7.0'],
    ['CRAM-MD5 with an initial response', ['AUTH CRAM-MD5 YQ=='], '501 5.5.4'],
    ['CRAM-MD5 with a wrong digest', ['AUTH CRAM-MD5', base64(`alice ${'0'.repeat(32)}`)], '535 5.7.8'],
    ['CRAM-MD5 without a digest', ['AUTH CRAM-MD5', base64('alice')], '501 5.5.2'],
  ])('%s', async (_, lines, expected) => {
    const client = await ready()
    expect(await client.sayAll(...lines)).toMatch(new RegExp(`^${expected}`))
    expect(await client.say('NOOP')).toMatch(/^250/)
    client.destroy()
  })

  test('AUTH before EHLO and within a transaction is out of order', async () => {
    const client = await ready()
    await client.say('MAIL FROM:<a@example.test>')
    expect(await client.say('AUTH LOGIN')).toMatch(/^503 5\.5\.1/)
    client.destroy()
    const early = await SmtpSocket.open(rig.port)
    await early.reply()
    expect(await early.say('AUTH LOGIN')).toMatch(/^503 5\.5\.1/)
    early.destroy()
  })

  test('a backend that fails is a temporary failure and no guess of the client', async () => {
    const client = await ready({
      authenticate: () => Promise.reject(new Error('vault is locked')),
      limits: { failedLogins: 3 },
    })
    for (let index = 0; index < 5; index += 1) {
      expect(await client.say(`AUTH PLAIN ${base64('\0alice\0x')}`)).toMatch(/^454 4\.7\.0/)
    }
    client.destroy()
  })

  test('brute force: the connection ends at the limit, and not before three', async () => {
    const client = await ready({ limits: { failedLogins: 3 } })
    const attempt = `AUTH PLAIN ${base64('\0alice\0guess')}`
    expect(await client.sayAll(attempt, attempt)).toMatch(/^535/)
    client.write(`${attempt}\r\n${attempt}\r\n`)
    expect(await client.reply()).toMatch(/^535/)
    expect(await client.untilClosed()).toMatch(/^421 4\.7\.0 [^\r]*\r\n$/)
    expect(rig.logins).toHaveLength(3)
    const { session } = await rig.sessionEnded()
    expect(session).toMatchObject({ ending: 'tooManyErrors', login: { username: 'alice', result: 'refused' } })
  })

  test('an endless answer is refused with its own code', async () => {
    const client = await ready()
    await client.say('AUTH PLAIN')
    expect(await client.say('A'.repeat(20_000))).toMatch(/^500 5\.5\.6/)
    client.destroy()
  })

  test('a long answer within RFC 4954 is taken', async () => {
    const client = await ready()
    expect(await client.say(`AUTH PLAIN ${base64(`\0alice\0${'x'.repeat(9_000)}`)}`)).toMatch(/^535/)
    client.destroy()
  })
})

describe('login modes', () => {
  test('required: MAIL without a login is 530, with one it works', async () => {
    const client = await ready({ loginMode: 'required' })
    expect(await client.say('MAIL FROM:<a@example.test>')).toBe('530 5.7.0 Authentication required')
    await client.say(`AUTH PLAIN ${base64('\0alice\0correct horse')}`)
    expect(await client.say('MAIL FROM:<a@example.test>')).toMatch(/^250/)
    client.destroy()
  })

  test('strict: mail without a login is anonymous', async () => {
    const client = await ready({ loginMode: 'strict' })
    await client.sayAll('MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA', '.')
    expect(rig.received[0]?.identity).toEqual({ credentialId: null, mode: 'sandbox', tags: [], unknownLogin: false })
    client.destroy()
  })

  test('lenient: a login that the backend does not know but lets in is written down as that', async () => {
    const identity = { credentialId: null, mode: 'sandbox', tags: [], unknownLogin: true } as const
    const client = await ready({ authenticate: async () => ({ is: 'accepted', identity, why: noReason }) })
    await client.sayAll(
      `AUTH PLAIN ${base64('\0bob\0anything')}`,
      'MAIL FROM:<a@example.test>',
      'RCPT TO:<b@example.test>',
    )
    await client.sayAll('DATA', '.')
    expect(rig.received[0]).toMatchObject({
      identity,
      session: { login: { username: 'bob', result: 'unknownAccepted' } },
    })
    client.destroy()
  })

  test('without TLS, where that is not allowed, AUTH is neither offered nor taken', async () => {
    const client = await ready({ loginMode: 'required', loginWithoutTls: false })
    expect(await client.say('EHLO client.test')).not.toContain('AUTH')
    const secret = `AUTH PLAIN ${base64('\0alice\0correct horse')}`
    expect(await client.say(secret)).toBe('530 5.7.0 Must issue a STARTTLS command first')
    expect(await client.say('MAIL FROM:<a@example.test>')).toBe('530 5.7.0 Must issue a STARTTLS command first')
    expect(rig.logins).toEqual([])
    await client.say('STARTTLS')
    await client.startTls({ ca: rig.caPem, servername: 'localhost' })
    expect(await client.say('EHLO client.test')).toContain('AUTH PLAIN LOGIN')
    expect(await client.say('MAIL FROM:<a@example.test>')).toBe('530 5.7.0 Authentication required')
    expect(await client.say(secret)).toMatch(/^235/)
    client.destroy()
  })
})

describe('secrets never reach the transcript', () => {
  const secret = 'hunter2-hunter2-hunter2'
  const forms = [secret, base64(secret), base64(`\0alice\0${secret}`), base64('alice')]
  const dialogues: Record<string, string[]> = {
    'initial response': [`AUTH PLAIN ${base64(`\0alice\0${secret}`)}`],
    'prompted answers': ['AUTH LOGIN', base64('alice'), base64(secret)],
    'answers although the login was refused at once': ['AUTH FOO', base64('alice'), base64(secret)],
    'mechanism forgotten': [`AUTH ${base64(`\0alice\0${secret}`)}`],
    'mechanism misspelt': [`AUTH PLAN ${secret}`, `AUTHPLAIN ${secret}`],
    'too many words': [`AUTH LOGIN alice ${secret}`],
    'a tab instead of a space': [`AUTH\tPLAIN\t${base64(`\0alice\0${secret}`)}`],
    'a password in clear where base64 is wanted': ['AUTH LOGIN', 'alice', secret],
    'no AUTH at all': [base64(`\0alice\0${secret}`)],
    'words of POP3': ['USER alice', `PASS ${secret}`],
    'a line that is too long': ['AUTH PLAIN', `${base64(secret)}${'A'.repeat(20_000)}`],
    'an AUTH line that is too long': [`AUTH PLAIN ${base64(secret)}${'A'.repeat(20_000)}`],
    'a control character in the line': [`AUTH PLAIN ${base64(secret)}\u0001`],
  }
  test.each(Object.entries(dialogues))('%s', async (_, lines) => {
    const client = await ready({ limits: { failedLogins: 20 } })
    for (const line of lines) await client.say(line)
    await client.say('QUIT')
    const { session, lines: kept } = await rig.sessionEnded()
    const everything = JSON.stringify([session, kept])
    for (const form of forms) expect(everything).not.toContain(form)
    expect(spoken(kept).join('\n')).toContain('[hidden]')
  })

  test('a bare line feed in the line', async () => {
    const client = await ready()
    client.write(`AUTH PLAIN ${base64(secret)}\n`)
    await client.reply()
    await client.say('AUTH LOGIN')
    client.write(`${base64(secret)}\n`)
    await client.reply()
    await client.say('QUIT')
    expect(JSON.stringify(await rig.sessionEnded())).not.toContain(base64(secret))
  })
})
