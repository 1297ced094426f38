import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { LoginVerdict, Vault } from '../../electron/engine/vault/types.ts'
import { makeFolder } from '../support/store.ts'
import { newCredential, newKey, openTestVault, window } from '../support/vault.ts'

let folder: ReturnType<typeof makeFolder>
let vault: Vault
beforeEach(async () => {
  folder = makeFolder()
  vault = await openTestVault(folder.path)
})
afterEach(() => {
  vi.useRealTimers()
  vault.close()
  folder.remove()
})

const login = (username: string, password: string): LoginVerdict =>
  vault.login({ username, password, cram: null, remoteAddress: '127.0.0.1' })

/** What the owner is told, never with the secret in it. */
function told(verdict: LoginVerdict, secret: string): { reason: string; explanation: string } {
  if (verdict.is === 'right') throw new Error('it was let in')
  expect(verdict.explanation).not.toContain(secret)
  return verdict
}

describe('the owner is told of', () => {
  test('a password from before a rotation, once its grace is over', () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const made = vault.smtpCredentials.create(newCredential({ name: 'Shop' }), window)
    const next = vault.smtpCredentials.rotate(made.id, { graceSeconds: 60 }, window)
    expect(login(made.username, made.password).is).toBe('right')
    vi.setSystemTime(Date.now() + 61_000)
    const { reason, explanation } = told(login(made.username, made.password), made.password)
    expect(reason).toBe('oldSecret')
    expect(explanation).toMatch(/"Shop" had before it was rotated \(it ended on \d{4}-/)
    expect(login(made.username, next.password).is).toBe('right')
  })

  test('a key that was deleted, by its name, and one that was changed', () => {
    const gone = vault.apiKeys.create(newKey({ name: 'Old CI' }), window)
    vault.apiKeys.remove(gone.id, window)
    const deleted = told(login('apikey', gone.key), gone.key)
    expect(deleted).toMatchObject({ is: 'refused', reason: 'keyUnknown' })
    expect(deleted.explanation).toMatch(/This key was "Old CI", which was deleted on/)
    const changed = vault.apiKeys.create(newKey({ name: 'CI' }), window)
    vault.apiKeys.rotate(changed.id, { graceSeconds: 0 }, window)
    expect(told(login('apikey', changed.key), changed.key)).toMatchObject({ reason: 'oldSecret' })
  })

  test('a key of another vault, of another service, and no key at all', async () => {
    const elsewhere = makeFolder()
    const other = await openTestVault(elsewhere.path)
    const { key } = other.apiKeys.create(newKey(), window)
    other.close()
    elsewhere.remove()
    expect(told(login('apikey', key), key).explanation).toContain('this vault does not know')
    expect(told(login('apikey', 'SG.abc.def'), 'SG.abc.def').explanation).toContain('This is a SendGrid key')
    expect(told(login('apikey', 'hunter2'), 'hunter2').explanation).toContain('begin with spk_')
    expect(told(login('apikey', ''), '-').explanation).toContain('arrived empty')
  })

  test('a user name with a slip, a space, or in other letters', () => {
    const { username, password } = vault.smtpCredentials.create(newCredential({ username: 'billing-app' }), window)
    expect(login('Billing-App', password).is).toBe('right')
    expect(told(login('biling-app', password), password).explanation).toContain('Did you mean billing-app?')
    expect(told(login(` ${username}\n`, password), password)).toMatchObject({ is: 'unknown', reason: 'spaceAround' })
    expect(told(login('somebody-else', password), password).explanation).not.toContain('Did you mean')
  })

  test('a secret that was put where the name goes', () => {
    const { password } = vault.smtpCredentials.create(newCredential({ name: 'Shop', username: 'shop' }), window)
    const { reason, explanation } = told(login(password, 'shop'), password)
    expect(reason).toBe('keyAsUsername')
    expect(explanation).toContain('The password of "Shop" arrived as the user name. Its user name is shop.')
    const { key } = vault.apiKeys.create(newKey(), window)
    expect(told(login('shop', key), key).explanation).toContain('API keys go with the user name apikey')
    expect(told(login('me@corp.test', key), key)).toMatchObject({ reason: 'emailAsUsername' })
  })
})
