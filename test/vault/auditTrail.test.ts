import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openVaultDatabase } from '../../electron/engine/database/vault.ts'
import type { Refused, Vault } from '../../electron/engine/vault/types.ts'
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

test('the trail says who did what, in words, and never a secret', () => {
  const made = vault.smtpCredentials.create(newCredential({ name: 'Shop', readable: true }), window)
  vault.smtpCredentials.update(made.id, { mode: 'production', domains: ['example.com'], note: 'x' }, window)
  vault.smtpCredentials.update(made.id, { mode: 'production' }, window)
  vault.smtpCredentials.reveal(made.id, window)
  const rotated = vault.smtpCredentials.rotate(made.id, { graceSeconds: 0 }, window)
  vault.smtpCredentials.remove(made.id, window)
  vault.setSandboxLock(false, window.actor)

  const { items, total } = vault.audit({ search: '', limit: 100 })
  expect(total).toBe(7)
  expect(items.map(({ action }) => action)).toEqual([
    'sandboxReleased',
    'credentialDeleted',
    'credentialRotated',
    'credentialRevealed',
    'credentialChanged',
    'credentialMade',
    'vaultMade',
  ])
  expect(items[4]).toMatchObject({
    actor: window.actor,
    target: { id: made.id, name: 'Shop' },
    detail: 'mode: sandbox → production; scope: global → scoped; domains: none → example.com; note changed',
  })
  expect(JSON.stringify(items)).not.toContain(made.password)
  expect(JSON.stringify(items)).not.toContain(rotated.password)
})

test('the trail is read in pages, by target and by word', () => {
  const key = vault.apiKeys.create(newKey({ name: 'Paged' }), window)
  for (let n = 0; n < 5; n += 1) vault.apiKeys.update(key.id, { name: `Paged ${n}` }, window)
  const first = vault.audit({ search: '', limit: 4, target: key.id })
  expect(first).toMatchObject({ total: 6 })
  vault.apiKeys.update(key.id, { name: 'In between' }, window)
  const second = vault.audit({ search: '', limit: 4, target: key.id, cursor: first.nextCursor ?? '' })
  expect(second.nextCursor).toBeNull()
  expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(6)
  expect(vault.audit({ search: 'paged 3 → paged 4', limit: 10 }).total).toBe(1)
})

test('the trail cannot be changed or shortened, not even by statement', () => {
  vault.close()
  const db = openVaultDatabase(folder.path)
  const count = () => db.values<number>('SELECT count(*) FROM audit').get()
  const before = count()
  for (const statement of [
    "UPDATE audit SET detail = ''",
    'DELETE FROM audit',
    'DELETE FROM audit WHERE id = 1',
    "REPLACE INTO audit (id, at, actor_is, actor_id, actor_name, action, detail) VALUES (1, 0, '', '', '', '', '')",
  ])
    expect(() => db.command(statement).run(), statement).toThrow(/The audit trail cannot be (changed|shortened)/)
  expect(count()).toBe(before)
  expect(before).toBeGreaterThan(0)
  db.close()
})

test('refused requests of one kind share an entry for a minute: nobody floods the trail', () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const refused: Refused = { is: 'refused', reason: 'keyUnknown', explanation: 'No such key.', credentialId: null }
  for (let n = 0; n < 50; n += 1) vault.requestRefused(refused, '192.0.2.1')
  vault.requestRefused(refused, '192.0.2.2')
  vault.requestRefused({ ...refused, reason: 'keyTruncated' }, '192.0.2.1')
  const count = () => vault.audit({ search: 'requestRefused', limit: 100 }).total
  expect(count()).toBe(3)
  vi.setSystemTime(Date.now() + 60_000)
  vault.requestRefused(refused, '192.0.2.1')
  expect(count()).toBe(4)
  expect(vault.audit({ search: '', limit: 1 }).items[0]?.detail).toBe('from 192.0.2.1: No such key.')
})
