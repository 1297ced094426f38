import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createAuthentication, type Authentication } from '../../electron/engine/authenticate.ts'
import { senderAddresses } from '../../electron/engine/inbox/header/senders.ts'
import type { Identity, Login } from '../../electron/engine/smtp/backend.ts'
import { Throttle } from '../../electron/engine/throttle.ts'
import type { Vault } from '../../electron/engine/vault/types.ts'
import type { LoginMode } from '../../shared/model/settings.ts'
import { makeFolder } from '../support/store.ts'
import { newCredential, newKey, openTestVault, window } from '../support/vault.ts'

const folder = makeFolder()
const here = '127.0.0.1'
let vault: Vault
let mode: LoginMode
let authentication: Authentication

beforeAll(async () => {
  vault = await openTestVault(folder.path)
  authentication = createAuthentication({
    vault,
    throttle: new Throttle(),
    loginMode: () => mode,
    newCredentialSeconds: () => 60,
  })
})
beforeEach(() => {
  mode = 'lenient'
})
afterAll(() => {
  vault.close()
  folder.remove()
})

const plain = (username: string, password: string): Login => ({
  mechanism: 'PLAIN',
  username,
  password,
  cram: null,
  remoteAddress: here,
  encrypted: true,
  needsRightLogin: false,
  newCredentialsWait: false,
})

type Wanted = Parameters<typeof newCredential>[0]
async function loggedIn(wanted: Wanted): Promise<{ id: string; identity: Identity }> {
  const made = vault.smtpCredentials.create(newCredential(wanted), window)
  const result = await authentication.authenticate(plain(made.username, made.password))
  if (result.is === 'refused') throw new Error(result.why.explanation)
  return { id: made.id, identity: result.identity }
}

describe('login modes', () => {
  const modes: LoginMode[] = ['lenient', 'strict', 'required']

  test.each(modes)('%s: a name that exists has to have its password', async (wanted) => {
    mode = wanted
    const made = vault.smtpCredentials.create(newCredential(), window)
    expect(await authentication.authenticate(plain(made.username, 'wrong'))).toMatchObject({
      is: 'refused',
      reply: { code: 535, enhancedCode: '5.7.8' },
      why: { credentialId: made.id, reason: 'wrongPassword' },
    })
    expect((await authentication.authenticate(plain(made.username, made.password))).is).toBe('accepted')
  })

  test('lenient: an unknown name is let in as nobody, captured only, and the owner is told why it was unknown', async () => {
    expect(await authentication.authenticate(plain('nobody', 'x'))).toMatchObject({
      is: 'accepted',
      identity: { credentialId: null, mode: 'sandbox', unknownLogin: true },
      why: { reason: 'unknownUser' },
    })
  })

  test.each(['strict', 'required'] as const)(
    '%s: an unknown name and a wrong password get the same bytes',
    async (wanted) => {
      mode = wanted
      const made = vault.smtpCredentials.create(newCredential(), window)
      const disabled = vault.smtpCredentials.create(newCredential({ enabled: false }), window)
      const replies = await Promise.all(
        [
          plain('nobody', 'x'),
          plain(made.username, 'x'),
          plain(disabled.username, 'x'),
          plain('apikey', 'x'),
          plain('apikey', 'spk_short'),
        ].map(async (login) => {
          const result = await authentication.authenticate(login)
          return result.is === 'refused' && result.reply
        }),
      )
      expect(new Set(replies.map((one) => JSON.stringify(one))).size).toBe(1)
    },
  )
})

describe('scope', () => {
  const may = (identity: Identity, sender: string) => authentication.startTransaction(identity, sender, here)

  test.each([
    ['the domain itself', 'a@example.test', true],
    ['in capitals', 'a@EXAMPLE.Test', true],
    ['with the dot of the root', 'a@example.test.', true],
    ['another domain that ends alike', 'a@notexample.test', false],
    ['a domain that begins alike', 'a@example.test.evil.test', false],
    ['a subdomain', 'a@sub.example.test', false],
    ['an @ in the local part', '"a@example.test"@evil.test', false],
    ['what a URL would cut off', 'a@example.test/.evil.test', false],
    ['what a URL would decode', 'a@%65xample.test', false],
    ['a soft hyphen', 'a@exam\u00adple.test', false],
    ['an address literal', 'a@[127.0.0.1]', false],
    ['a name without domain', 'a', false],
    ['the empty sender', '', false],
  ])('%s', async (_, sender, inside) => {
    const { identity } = await loggedIn({ domains: ['example.test'] })
    const result = may(identity, sender)
    expect(result.is).toBe(inside ? 'may' : 'refused')
    if (result.is === 'may') return
    expect(result.reply).toMatchObject({ code: 550, enhancedCode: '5.7.1' })
    expect(result.reply.lines.join(' ')).toMatch(/^[ -~]+$/)
    expect(result.why.reason).toBe('scope')
  })

  test('subdomains belong to it when that was chosen, and nothing else does', async () => {
    const { identity } = await loggedIn({ domains: ['example.test'], includeSubdomains: true })
    expect(may(identity, 'a@sub.example.test').is).toBe('may')
    expect(may(identity, 'a@notexample.test').is).toBe('refused')
  })

  test.each([
    ['bücher.example', 'a@xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'a@BÜCHER.example'],
  ])('%s is the domain of %s', async (domain, sender) => {
    const { identity } = await loggedIn({ domains: [domain] })
    expect(may(identity, sender).is).toBe('may')
  })

  test('the sender cannot write another line into the reply', async () => {
    const { identity } = await loggedIn({ domains: ['example.test'] })
    const result = may(identity, 'a\r\n250 ok@evil.test')
    expect(result.is === 'refused' && result.reply.lines.join(' ')).toMatch(/^[ -~]+$/)
  })
})

describe('what changed since the login counts', () => {
  test.each([
    ['disabled', { enabled: false }, 'disabled'],
    ['expired', { expiresAt: '2020-01-01T00:00:00Z' }, 'expired'],
    ['other addresses', { allowedIps: ['192.0.2.0/24'] }, 'wrongAddress'],
    ['another scope', { domains: ['other.test'], scope: 'scoped' as const }, 'scope'],
  ])('%s', async (_, change, reason) => {
    const { id, identity } = await loggedIn({})
    expect(authentication.startTransaction(identity, 'a@example.test', here).is).toBe('may')
    vault.smtpCredentials.update(id, change, window)
    expect(authentication.startTransaction(identity, 'a@example.test', here)).toMatchObject({
      is: 'refused',
      why: { reason, credentialId: id },
    })
  })

  test('an API key that lost mail.send sends no more', async () => {
    const made = vault.apiKeys.create(newKey(), window)
    const result = await authentication.authenticate(plain('apikey', made.key))
    if (result.is === 'refused') throw new Error('refused')
    vault.apiKeys.update(made.id, { permissions: ['messages.read'] }, window)
    expect(authentication.startTransaction(result.identity, 'a@b.test', here)).toMatchObject({
      is: 'refused',
      why: { reason: 'missingPermission' },
    })
  })

  test('the sandbox lock wins over the mode, and tags are as of now', async () => {
    const { id, identity } = await loggedIn({ mode: 'production' })
    const now = () => {
      const result = authentication.startTransaction(identity, 'a@b.test', here)
      return result.is === 'may' && { mode: result.identity.mode, tags: result.identity.tags }
    }
    expect(now()).toEqual({ mode: 'sandbox', tags: [] })
    vault.setSandboxLock(false, window.actor)
    vault.smtpCredentials.update(id, { tags: ['new'] }, window)
    expect(now()).toEqual({ mode: 'production', tags: ['new'] })
    vault.setSandboxLock(true, window.actor)
    expect(now()).toMatchObject({ mode: 'sandbox' })
  })
})

describe('header From of a credential that checks it', () => {
  test.each([
    ['one address in scope', 'From: a@example.test', true],
    ['a name in quotes', 'From: "Doe, Jane" <a@example.test>', true],
    ['a comment', 'From: a@example.test (Jane, at home)', true],
    ['an encoded name', 'From: =?utf-8?q?J=C3=A4ne?= <a@example.test>', true],
    ['a group in scope', 'From: Us: a@example.test, b@example.test;', true],
    ['folded', 'From: Jane\r\n <a@example.test>', true],
    ['a quoted local part', 'From: "a b"@example.test', true],
    ['another domain', 'From: a@evil.test', false],
    ['several, one outside', 'From: a@example.test, b@evil.test', false],
    ['a group with one outside', 'From: Us: a@example.test, b@evil.test;', false],
    ['two fields', 'From: a@example.test\r\nFrom: b@evil.test', false],
    ['a second field with a space before its colon', 'From: a@example.test\r\nfrom : b@evil.test', false],
    ['a second field after a lone CR', 'From: a@example.test\rFrom: b@evil.test', false],
    [
      'a second field behind a thousand others',
      `From: a@example.test\r\n${'X: y\r\n'.repeat(1_500)}From: b@evil.test`,
      false,
    ],
    [
      'a second field beyond the header that is read',
      `From: a@example.test\r\nX: ${'y'.repeat(300_000)}\r\nFrom: b@evil.test`,
      false,
    ],
    ['an address behind 64 KB', `From: a@example.test,${' '.repeat(70_000)}b@evil.test`, false],
    ['an address in scope as the name', 'From: "a@example.test" <b@evil.test>', false],
    ['an address in scope as an unquoted name', 'From: a@example.test <b@evil.test>', false],
    ['an address in scope in a comment', 'From: b@evil.test (a@example.test)', false],
    ['two addresses in brackets', 'From: <b@evil.test> <a@example.test>', false],
    ['a comment that does not end', 'From: <a@example.test> (<b@evil.test>', false],
    ['a quotation that does not end', 'From: <a@example.test> "<b@evil.test>', false],
    ['an encoded word that decodes to brackets', 'From: =?utf-8?q?=3Ca=40example.test=3E=28?= <b@evil.test>', false],
    ['an encoded word for an address', 'From: =?utf-8?q?a=40example.test?=', false],
    ['a source route', 'From: <@example.test:b@evil.test>', false],
    ['two @', 'From: b@evil.test@example.test', false],
    ['no address', 'From: Jane', false],
    ['no From at all', 'Subject: x', false],
  ])('%s', async (_, header, inside) => {
    const { identity } = await loggedIn({ domains: ['example.test'], checkHeaderFrom: true })
    const bytes = Buffer.from(`${header}\r\n\r\nHi.\r\n`)
    const refusal = authentication.checkHeaderFrom(identity, () => senderAddresses(bytes))
    if (inside) expect(refusal).toBeNull()
    else expect(refusal).toMatchObject({ code: 550, enhancedCode: '5.7.1' })
  })

  test('is not even read for one that does not check it, nor for nobody', async () => {
    const never = () => {
      throw new Error('read')
    }
    const { identity } = await loggedIn({ domains: ['example.test'] })
    expect(authentication.checkHeaderFrom(identity, never)).toBeNull()
    expect(authentication.checkHeaderFrom({ ...identity, credentialId: null }, never)).toBeNull()
  })
})
