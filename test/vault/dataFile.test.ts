import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DataFolderError } from '../../electron/engine/database/failure.ts'
import { openVaultDatabase } from '../../electron/engine/database/vault.ts'
import { makeFolder } from '../support/store.ts'
import { newCredential, newKey, openTestVault, window } from '../support/vault.ts'

let folder: ReturnType<typeof makeFolder>
let path: string
beforeEach(() => {
  folder = makeFolder()
  path = join(folder.path, 'vault.db')
})
afterEach(() => folder.remove())

test.skipIf(process.platform === 'win32')('the vault and its log are for their owner alone', async () => {
  const vault = await openTestVault(folder.path)
  vault.apiKeys.create(newKey(), window)
  const files = readdirSync(folder.path)
  expect(files).toEqual(expect.arrayContaining(['vault.db', 'vault.db-wal', 'vault.key']))
  for (const file of files) expect(statSync(join(folder.path, file)).mode & 0o777, file).toBe(0o600)
  vault.close()
})

test.each([
  ['noise', () => Buffer.from('this is no database, it is something else entirely '.repeat(200))],
  ['a damaged schema', (whole: Buffer) => Buffer.concat([whole.subarray(0, 100), Buffer.alloc(65_000, 0xff)])],
  ['cut off in the middle', (whole: Buffer) => whole.subarray(0, Math.floor(whole.length / 2 / 4_096) * 4_096)],
  [
    'a page overwritten deep inside',
    (whole: Buffer) => Buffer.concat([whole.subarray(0, 8_192), Buffer.alloc(8_192, 0xa5), whole.subarray(16_384)]),
  ],
])('a damaged vault is named and left exactly as it is: %s', async (_, damage) => {
  const vault = await openTestVault(folder.path)
  for (let n = 0; n < 20; n += 1) vault.smtpCredentials.create(newCredential({ note: 'x'.repeat(1_000) }), window)
  vault.close()
  writeFileSync(path, damage(readFileSync(path)))
  const before = readFileSync(path)
  expect(() => openVaultDatabase(folder.path)).toThrow(DataFolderError)
  await expect(openTestVault(folder.path)).rejects.toThrow(
    /vault\.db is damaged and was left as it is.*restore a backup/,
  )
  expect(readFileSync(path).equals(before)).toBe(true)
  expect(existsSync(`${path}-journal`)).toBe(false)
})

test('a vault made by a newer version is refused', () => {
  const newer = openVaultDatabase(folder.path)
  newer.command('INSERT INTO migrations (name, applied_at) VALUES (?, 0)').run('9999-from-the-future')
  newer.close()
  expect(() => openVaultDatabase(folder.path)).toThrow(/another version of Sandpost.*9999-from-the-future/)
})

test('a sealed password that was wiped leaves no byte in the file or its log', async () => {
  const vault = await openTestVault(folder.path)
  const first = vault.smtpCredentials.create(newCredential({ readable: true }), window)
  const second = vault.smtpCredentials.create(newCredential({ readable: true }), window)
  vault.close()
  const db = openVaultDatabase(folder.path)
  const sealed = db.values<Buffer>('SELECT sealed FROM credentials ORDER BY created_at').all()
  db.close()
  expect(sealed).toHaveLength(2)
  const bytes = () => readdirSync(folder.path).map((file) => readFileSync(join(folder.path, file)))
  const traces = () => sealed.map((one) => bytes().some((file) => file.includes(one)))
  expect(traces()).toEqual([true, true])
  const again = await openTestVault(folder.path)
  again.smtpCredentials.remove(first.id, window)
  again.smtpCredentials.rotate(second.id, { graceSeconds: 60 }, window)
  expect(traces()).toEqual([false, false])
  again.close()
})
