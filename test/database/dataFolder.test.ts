import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DataFolderError, lockDataFolder, openMailDatabase } from '../../electron/engine/database/open.ts'
import { mailMigrations } from '../../electron/engine/database/migrations/list.ts'
import { mail, makeFolder, openStore } from '../support/store.ts'

let folder: ReturnType<typeof makeFolder>
let dataDir: string
beforeEach(() => {
  folder = makeFolder()
  dataDir = join(folder.path, 'data')
})
afterEach(() => folder.remove())

const holder = fileURLToPath(new URL('../support/folderHolder.ts', import.meta.url))

test('a second process on one data folder is refused in plain words, until the first is gone, even killed', async () => {
  const first = fork(holder, [dataDir])
  await once(first, 'message')
  expect(() => lockDataFolder(dataDir)).toThrow(DataFolderError)
  expect(() => lockDataFolder(dataDir)).toThrow(`Another Sandpost already uses the data folder ${dataDir}`)
  expect(() => lockDataFolder(dataDir)).toThrow('--data DIR')
  first.kill('SIGKILL')
  await once(first, 'exit')
  lockDataFolder(dataDir).release()
})

test('a lock is refused to the same process too, and free again after release', () => {
  const lock = lockDataFolder(dataDir)
  expect(() => lockDataFolder(dataDir)).toThrow('Another Sandpost')
  lock.release()
  lockDataFolder(dataDir).release()
})

test.skipIf(process.platform === 'win32')('folder and files are for their owner alone', async () => {
  const lock = lockDataFolder(dataDir)
  const store = openStore(dataDir)
  await store.capture(mail())
  await store.indexed()
  expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  const files = readdirSync(dataDir)
  expect(files).toEqual(expect.arrayContaining(['mail.db', 'mail.db-wal', 'search.db', 'lock.db']))
  for (const file of files) expect(statSync(join(dataDir, file)).mode & 0o777, file).toBe(0o600)
  await store.close()
  lock.release()
})

test.each([
  ['noise', () => Buffer.from('this is no database, it is something else entirely '.repeat(200))],
  [
    'a damaged schema',
    () => Buffer.concat([readFileSync(join(dataDir, 'mail.db')).subarray(0, 100), Buffer.alloc(65_000, 0xff)]),
  ],
])('a damaged mail store is named and left exactly as it is: %s', (_, damage) => {
  openMailDatabase(dataDir).close()
  const path = join(dataDir, 'mail.db')
  writeFileSync(path, damage())
  const before = readFileSync(path)
  expect(() => openMailDatabase(dataDir)).toThrow(DataFolderError)
  expect(() => openMailDatabase(dataDir)).toThrow(/mail\.db is damaged and was left as it is.*\.recover/)
  expect(readFileSync(path).equals(before)).toBe(true)
  expect(existsSync(`${path}-journal`)).toBe(false)
})

test('a store made by a newer version is refused, and a known one is not migrated twice', () => {
  const db = openMailDatabase(dataDir)
  const applied = db.values<string>('SELECT name FROM migrations ORDER BY name')
  expect(applied.all()).toEqual(mailMigrations.map(({ name }) => name))
  db.close()
  openMailDatabase(dataDir).close()
  const newer = openMailDatabase(dataDir)
  newer.command('INSERT INTO migrations (name, applied_at) VALUES (?, 0)').run('9999-from-the-future')
  newer.close()
  expect(() => openMailDatabase(dataDir)).toThrow(/another version of Sandpost.*9999-from-the-future/)
})

test('a question cannot write', () => {
  const db = openMailDatabase(dataDir)
  expect(() => db.query('DELETE FROM messages').all()).toThrow('must not write')
  expect(() => db.values('INSERT INTO unread (id) VALUES (1) RETURNING id').all()).toThrow('must not write')
  db.close()
})

test('a transaction that fails leaves nothing behind', () => {
  const db = openMailDatabase(dataDir)
  expect(() =>
    db.transaction(() => {
      db.command('INSERT INTO unread (id) VALUES (1)').run()
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(db.values('SELECT count(*) FROM unread').get()).toBe(0)
  db.close()
})
