import { afterEach, beforeEach, expect, test } from 'vitest'
import { Announcer } from '../../electron/engine/announce.ts'
import type { Vault } from '../../electron/engine/vault/types.ts'
import type { Change } from '../../shared/contract/events.ts'
import { makeFolder } from '../support/store.ts'
import { newCredential, newKey, openTestVault, window } from '../support/vault.ts'

let folder: ReturnType<typeof makeFolder>
let vault: Vault
const changes: Change[] = []
beforeEach(async () => {
  folder = makeFolder()
  changes.length = 0
  const announcer = new Announcer()
  announcer.subscribe((change) => changes.push(change))
  vault = await openTestVault(folder.path, { announcer })
})
afterEach(() => {
  vault.close()
  folder.remove()
})

const all = { search: '', limit: 100 }
const logsIn = (username: string, password: string) =>
  vault.login({ username, password, cram: null, remoteAddress: '127.0.0.1' }).is === 'right'

test('an SMTP credential is made, listed, changed, used and deleted', async () => {
  const made = vault.smtpCredentials.create(newCredential({ name: 'Billing app' }), window)
  expect(made).toMatchObject({ mode: 'sandbox', scope: 'global', enabled: true, version: 1, readable: false })
  expect(made.username).toMatch(/^billing-app-[0-9a-z]{6}$/)
  expect(made.password).toMatch(/^[0-9A-Za-z]{28}$/)
  expect(made.secretHint).toBe(made.password.slice(-5))
  const { password, ...shown } = made
  expect(vault.smtpCredentials.list(all)).toEqual({ items: [shown], nextCursor: null, total: 1 })

  const changed = vault.smtpCredentials.update(made.id, { mode: 'production', note: 'live' }, window)
  expect(changed).toMatchObject({ mode: 'production', note: 'live', version: 2 })
  expect(vault.active(made.id)).toMatchObject({ mode: 'production' })

  expect(logsIn(made.username, password)).toBe(true)
  vault.smtpCredentials.remove(made.id, window)
  expect(logsIn(made.username, password)).toBe(false)
  expect(vault.active(made.id)).toBeNull()
  expect(() => vault.smtpCredentials.get(made.id)).toThrow('no SMTP credential with this id')
  expect(vault.smtpCredentials.list(all).total).toBe(0)
})

test('an API key is made with permissions and is no SMTP credential', () => {
  const made = vault.apiKeys.create(newKey({ permissions: ['mail.send', 'messages.read', 'mail.send'] }), window)
  expect(made.permissions).toEqual(['mail.send', 'messages.read'])
  expect(made.key).toMatch(/^spk_[0-9A-Za-z]{38}$/)
  expect(logsIn('apikey', made.key)).toBe(true)
  expect(vault.bearer(made.key, '127.0.0.1').is).toBe('right')
  expect(() => vault.smtpCredentials.get(made.id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  expect(vault.apiKeys.update(made.id, { permissions: ['messages.read'] }, window).permissions).toEqual([
    'messages.read',
  ])
})

test('every write is announced, and what is asked for every transaction follows it', () => {
  const { id } = vault.smtpCredentials.create(newCredential({ readable: true }), window)
  const writes = [
    () => vault.smtpCredentials.update(id, { enabled: false }, window),
    () => vault.smtpCredentials.rotate(id, { graceSeconds: 0 }, window),
    () => vault.smtpCredentials.reveal(id, window),
    () => vault.smtpCredentials.remove(id, window),
  ]
  expect(vault.active(id)).toMatchObject({ enabled: true })
  for (const write of writes) {
    changes.length = 0
    write()
    expect(changes).toEqual([{ type: 'credentialsChanged' }])
  }
  expect(vault.active(id)).toBeNull()
})

test('the second of two windows that edit one credential is told', () => {
  const { id, version } = vault.smtpCredentials.create(newCredential(), window)
  vault.smtpCredentials.update(id, { note: 'first window', version }, window)
  expect(() => vault.smtpCredentials.update(id, { note: 'second window', version }, window)).toThrow(
    expect.objectContaining({ code: 'CONFLICT', message: expect.stringContaining('"Test" was changed') }),
  )
  expect(vault.smtpCredentials.get(id).note).toBe('first window')
  expect(vault.smtpCredentials.update(id, { note: 'read again', version: version + 1 }, window).note).toBe('read again')
})

test('as many as the settings allow, with what to do', async () => {
  vault.close()
  vault = await openTestVault(folder.path, { limits: { smtpCredentials: 2, apiKeys: 1 } })
  const first = vault.smtpCredentials.create(newCredential(), window)
  vault.smtpCredentials.create(newCredential(), window)
  expect(() => vault.smtpCredentials.create(newCredential(), window)).toThrow(
    expect.objectContaining({
      code: 'LIMIT_REACHED',
      message:
        'There are 2 SMTP credentials already, which is the most that the settings allow. Delete one, or raise the limit under Settings, Vault.',
    }),
  )
  vault.smtpCredentials.remove(first.id, window)
  vault.smtpCredentials.create(newCredential(), window)
  vault.apiKeys.create(newKey(), window)
  expect(() => vault.apiKeys.create(newKey(), window)).toThrow(expect.objectContaining({ code: 'LIMIT_REACHED' }))
})

test('domains decide the scope, and no list of them ever widens it without a word', () => {
  const scoped = vault.smtpCredentials.create(newCredential({ domains: ['Example.com', 'example.com'] }), window)
  expect(scoped).toMatchObject({ scope: 'scoped', domains: ['example.com'] })
  const needsDomain = expect.objectContaining({
    code: 'BAD_REQUEST',
    message: expect.stringContaining('at least one sender domain'),
  })
  expect(() => vault.smtpCredentials.create(newCredential({ scope: 'scoped' }), window)).toThrow(needsDomain)
  expect(() => vault.smtpCredentials.update(scoped.id, { domains: [] }, window)).toThrow(needsDomain)
  expect(vault.smtpCredentials.get(scoped.id).scope).toBe('scoped')
  expect(vault.smtpCredentials.update(scoped.id, { domains: [], scope: 'global' }, window).scope).toBe('global')
  expect(vault.smtpCredentials.update(scoped.id, { domains: ['example.org'] }, window).scope).toBe('scoped')
})

test('the secret before a rotation stays good for its grace, and not without one', () => {
  const made = vault.smtpCredentials.create(newCredential(), window)
  const graceful = vault.smtpCredentials.rotate(made.id, { graceSeconds: 3_600 }, window)
  expect(Date.parse(graceful.oldSecretUntil ?? '')).toBeGreaterThan(Date.now() + 3_590_000)
  expect(logsIn(made.username, made.password)).toBe(true)
  expect(logsIn(made.username, graceful.password)).toBe(true)

  const hard = vault.smtpCredentials.rotate(made.id, { graceSeconds: 0 }, window)
  expect(hard.oldSecretUntil).toBeNull()
  expect(logsIn(made.username, made.password)).toBe(false)
  expect(logsIn(made.username, graceful.password)).toBe(false)
  expect(logsIn(made.username, hard.password)).toBe(true)

  const key = vault.apiKeys.create(newKey({ name: 'CI', note: 'kept' }), window)
  const changed = vault.apiKeys.rotate(key.id, { graceSeconds: 60 }, window)
  expect(changed).toMatchObject({ name: 'CI', note: 'kept', permissions: key.permissions })
  for (const secret of [key.key, changed.key]) expect(vault.bearer(secret, '127.0.0.1').is).toBe('right')
})

test('a password is shown again only when it was kept readable', () => {
  const plain = vault.smtpCredentials.create(newCredential(), window)
  expect(() => vault.smtpCredentials.reveal(plain.id, window)).toThrow(
    expect.objectContaining({ code: 'BAD_REQUEST', message: expect.stringContaining('not kept readable') }),
  )
  const kept = vault.smtpCredentials.create(newCredential({ readable: true }), window)
  expect(vault.smtpCredentials.reveal(kept.id, window)).toBe(kept.password)
  const rotated = vault.smtpCredentials.rotate(kept.id, { graceSeconds: 0 }, window)
  expect(vault.smtpCredentials.reveal(kept.id, window)).toBe(rotated.password)
  vault.smtpCredentials.rotate(kept.id, { graceSeconds: 0, readable: false }, window)
  expect(() => vault.smtpCredentials.reveal(kept.id, window)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }))
})

test('what was deleted keeps its name for old messages, and its user name is free again', () => {
  const gone = vault.smtpCredentials.create(newCredential({ name: 'Old shop', username: 'shop' }), window)
  vault.smtpCredentials.remove(gone.id, window)
  const next = vault.smtpCredentials.create(newCredential({ name: 'New shop', username: 'shop' }), window)
  expect(vault.labels()).toEqual([
    { id: next.id, kind: 'smtpCredential', name: 'New shop', deleted: false },
    { id: gone.id, kind: 'smtpCredential', name: 'Old shop', deleted: true },
  ])
})

test('uses are counted in memory and written when the vault closes', async () => {
  const made = vault.smtpCredentials.create(newCredential(), window)
  for (let n = 0; n < 3; n += 1) logsIn(made.username, made.password)
  logsIn(made.username, 'wrong')
  vault.close()
  expect(changes.at(-1)).toEqual({ type: 'credentialsChanged' })
  vault = await openTestVault(folder.path)
  const used = vault.smtpCredentials.get(made.id)
  expect(used).toMatchObject({ useCount: 3, version: 1 })
  expect(used.usesPerDay).toHaveLength(30)
  expect(used.usesPerDay.reduce((sum, uses) => sum + uses)).toBe(3)
  expect(Date.parse(used.lastUsedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(made.createdAt))
})

test('the sandbox is locked at first start and stays as it was left', async () => {
  expect(vault.sandboxLocked).toBe(true)
  vault.setSandboxLock(false, window.actor)
  vault.setSandboxLock(false, window.actor)
  expect(changes.filter(({ type }) => type === 'sandboxLockChanged')).toEqual([
    { type: 'sandboxLockChanged', locked: false },
  ])
  vault.close()
  vault = await openTestVault(folder.path)
  expect(vault.sandboxLocked).toBe(false)
})

test.each([
  ['too short', 'x7Gk2mQ', 'at least 12 characters'],
  ['twelve of them only to JavaScript', '\u{1f600}'.repeat(6), 'at least 12 characters'],
  ['no variety', 'abababababababab', 'too few different'],
  ['the user name', 'billing-app-9', 'little more than a name'],
  ['a common word and a row of digits', 'Password1234567890', 'tried first'],
  ['rows of the keyboard', 'qwerty12345asdfgh', 'tried first'],
  ['the alphabet', 'abcdefghijklmnop', 'tried first'],
  ['a line break at the end', 'k3Vq9xTz2LmWp7\n', 'line break'],
  ['a space at the end', 'k3Vq9xTz2LmWp7 ', 'begins or ends with a space'],
])('a chosen password is refused with what to do: %s', (_, password, sentence) => {
  const wanted = newCredential({ name: 'Billing', username: 'billing-app', password })
  expect(() => vault.smtpCredentials.create(wanted, window)).toThrow(
    expect.objectContaining({ code: 'BAD_REQUEST', message: expect.stringContaining(sentence) }),
  )
  expect(vault.smtpCredentials.list(all).total).toBe(0)
})

test.each(['k3Vq9xTz2LmWp7', 'correct horse battery staple', 'Grüße-aus-Öland-27'])(
  'a chosen password is taken as typed: %s',
  (password) => {
    const made = vault.smtpCredentials.create(newCredential({ username: 'chosen', password }), window)
    expect(made.password).toBe(password)
    expect(logsIn('chosen', password)).toBe(true)
  },
)
