import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openVaultDatabase } from '../../electron/engine/database/vault.ts'
import type { Doing, Vault } from '../../electron/engine/vault/types.ts'
import { makeFolder } from '../support/store.ts'
import { newCredential, newKey, openTestVault } from '../support/vault.ts'

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

const by = (id: string, idempotencyKey = 'deploy-1'): Doing => ({
  actor: { is: 'apiKey', id, name: 'CI' },
  idempotencyKey,
})
const all = { search: '', limit: 10 }

test('a creation that is repeated gives the same reply with its secret, and makes nothing', async () => {
  const first = vault.smtpCredentials.create(newCredential(), by('a'))
  expect(vault.smtpCredentials.create(newCredential(), by('a'))).toEqual(first)
  vault.close()
  vault = await openTestVault(folder.path)
  expect(vault.smtpCredentials.create(newCredential(), by('a'))).toEqual(first)
  expect(vault.smtpCredentials.list(all).total).toBe(1)
  expect(vault.audit({ search: 'credentialMade', limit: 10 }).total).toBe(1)
})

test('the same key for another request is refused', () => {
  vault.apiKeys.create(newKey({ name: 'One' }), by('a'))
  const mismatch = expect.objectContaining({ code: 'IDEMPOTENCY_MISMATCH' })
  expect(() => vault.apiKeys.create(newKey({ name: 'Two' }), by('a'))).toThrow(mismatch)
  expect(() => vault.smtpCredentials.create(newCredential({ name: 'One' }), by('a'))).toThrow(mismatch)
  expect(vault.apiKeys.list(all).total).toBe(1)
})

test('nobody gets the reply of another caller', () => {
  const one = vault.apiKeys.create(newKey(), by('a'))
  const two = vault.apiKeys.create(newKey(), by('b'))
  expect(two.id).not.toBe(one.id)
  expect(two.key).not.toBe(one.key)
})

test('a creation that was refused may be tried again with the same key', async () => {
  vault.close()
  vault = await openTestVault(folder.path, { limits: { smtpCredentials: 0, apiKeys: 1 } })
  const first = vault.apiKeys.create(newKey(), by('a', 'first'))
  expect(() => vault.apiKeys.create(newKey(), by('a'))).toThrow(expect.objectContaining({ code: 'LIMIT_REACHED' }))
  vault.apiKeys.remove(first.id, by('a'))
  expect(vault.apiKeys.create(newKey(), by('a')).id).not.toBe(first.id)
})

test('a kept reply is sealed, and forgotten after a day', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const made = vault.apiKeys.create(newKey(), by('a'))
  vault.close()
  const kept = () => {
    const db = openVaultDatabase(folder.path)
    const replies = db.values<Buffer>('SELECT reply FROM idempotency').all()
    db.close()
    return replies
  }
  expect(kept()).toHaveLength(1)
  expect(kept()[0]?.toString('latin1')).not.toContain(made.key)
  vi.setSystemTime(Date.now() + 24 * 60 * 60_000)
  vault = await openTestVault(folder.path)
  vault.close()
  expect(kept()).toEqual([])
  vault = await openTestVault(folder.path)
})
