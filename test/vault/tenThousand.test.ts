import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Query, ReadableDatabase, SqlValue } from '../../electron/engine/database/driver.ts'
import { openVaultDatabase, type VaultDatabase } from '../../electron/engine/database/vault.ts'
import {
  saveCredential,
  selectByUsername,
  selectCredentials,
  keyIdByHash,
  type StoredCredential,
} from '../../electron/engine/vault/tables/credentials.ts'
import type { Vault } from '../../electron/engine/vault/types.ts'
import { makeFolder } from '../support/store.ts'
import { newCredential, newKey, openTestVault, window } from '../support/vault.ts'

const folder = makeFolder()
const many = 10_000
let vault: Vault
let made: { id: string; username: string; password: string }
let key: string
let db: VaultDatabase

beforeAll(async () => {
  vault = await openTestVault(folder.path)
  made = vault.smtpCredentials.create(newCredential({ name: 'The needle' }), window)
  key = vault.apiKeys.create(newKey(), window).key
  vault.close()
  db = openVaultDatabase(folder.path)
  db.transaction(() => {
    for (let n = 0; n < many; n += 1) saveCredential(db, row(n))
  })
  db.close()
  vault = await openTestVault(folder.path)
  db = openVaultDatabase(folder.path)
})
afterAll(() => {
  db.close()
  vault.close()
  folder.remove()
})

/** Many of the same millisecond, as an import makes them. */
function row(n: number): StoredCredential {
  const isKey = n % 2 === 0
  return {
    id: `id-${String(n).padStart(6, '0')}`,
    kind: isKey ? 'apiKey' : 'smtpCredential',
    name: `Service ${n}`,
    username: isKey ? null : `service-${n}`,
    secretHash: createHash('sha256').update(`secret ${n}`).digest(),
    secretHint: 'abcde',
    oldSecretHash: n % 10 === 0 ? createHash('sha256').update(`old secret ${n}`).digest() : null,
    oldSecretUntil: null,
    sealed: null,
    mode: 'sandbox',
    scope: 'global',
    domains: [],
    includeSubdomains: false,
    checkHeaderFrom: false,
    allowedIps: [],
    permissions: ['mail.send'],
    tags: [],
    enabled: true,
    expiresAt: null,
    note: '',
    createdAt: 1_700_000_000_000 + Math.floor(n / 50),
    updatedAt: 1_700_000_000_000,
    deletedAt: null,
    version: 1,
    lastUsedAt: null,
    useCount: 0,
  }
}

test('ten thousand credentials are listed page by page, newest first, each once', () => {
  const ids: string[] = []
  const times: string[] = []
  let cursor: string | undefined
  do {
    const page = vault.smtpCredentials.list({ search: '', limit: 333, cursor })
    expect(page.total).toBe(many / 2 + 1)
    ids.push(...page.items.map(({ id }) => id))
    times.push(...page.items.map(({ createdAt }) => createdAt))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(ids).toHaveLength(many / 2 + 1)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids[0]).toBe(made.id)
  expect(times).toEqual(times.toSorted().toReversed())
  expect(vault.smtpCredentials.list({ search: 'needle', limit: 10 })).toMatchObject({
    total: 1,
    items: [{ id: made.id }],
  })
})

test('a login among ten thousand finds its credential', () => {
  const login = (username: string, password: string) =>
    vault.login({ username, password, cram: null, remoteAddress: '127.0.0.1' }).is
  expect(login(made.username, made.password)).toBe('right')
  expect(login('apikey', key)).toBe('right')
  expect(login('service-1', 'secret 1')).toBe('refused')
})

/** How SQLite answers what this look-up really asks. */
function plansOf(lookUp: (db: ReadableDatabase) => unknown): string[] {
  const plans: string[] = []
  const explain = (sql: string, values: SqlValue[]) => {
    const steps = db.query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...values)
    plans.push(...steps.map(({ detail }) => detail))
  }
  const asked =
    <Row>(answer: (sql: string) => Query<Row>) =>
    (sql: string): Query<Row> => ({
      get(...values) {
        explain(sql, values)
        return answer(sql).get(...values)
      },
      all(...values) {
        explain(sql, values)
        return answer(sql).all(...values)
      },
    })
  lookUp({
    query: <Row>(sql: string) => asked<Row>((text) => db.query(text))(sql),
    values: <Value>(sql: string) => asked<Value>((text) => db.values(text))(sql),
  })
  return plans
}

const hash = (text: string) => createHash('sha256').update(text).digest()

test.each<[string, (db: ReadableDatabase) => unknown, string[]]>([
  ['user name', (reader) => selectByUsername(reader, 'Service-1'), ['credentials_username']],
  ['key', (reader) => keyIdByHash(reader, hash('secret 2')), ['credentials_secret']],
  [
    'key before its rotation',
    (reader) => keyIdByHash(reader, hash('old secret 10')),
    ['credentials_secret', 'credentials_old_secret'],
  ],
  [
    'page of the list',
    (reader) => selectCredentials(reader, 'apiKey', { search: '', limit: 5, cursor: '1700000000100.id-005000' }),
    ['credentials_listed'],
  ],
])('the look-up by %s goes through its index and sorts nothing', (_, lookUp, indexes) => {
  const plans = plansOf((reader) => {
    const found = lookUp(reader)
    expect(Array.isArray(found) ? found.length : found).toBeTruthy()
  })
  expect(plans).toEqual(
    indexes.map((index) => expect.stringMatching(new RegExp(`^SEARCH credentials USING INDEX ${index} `))),
  )
})
