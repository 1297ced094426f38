import { afterEach, beforeEach, expect, test } from 'vitest'
import { NewSmtpCredential } from '../../shared/model/credential.ts'
import type { Vault } from '../../electron/engine/vault/types.ts'
import { makeFolder } from '../support/store.ts'
import { newCredential, newKey, openTestVault, window } from '../support/vault.ts'

let folder: ReturnType<typeof makeFolder>
let vault: Vault
beforeEach(async () => {
  folder = makeFolder()
  vault = await openTestVault(folder.path)
})
afterEach(() => {
  vault.close()
  folder.remove()
})

const injections = [
  "'; DROP TABLE credentials; --",
  `" OR 1=1 --`,
  "Robert'); DELETE FROM audit; --",
  '%_\\',
  '${7*7} {{x}} <script>alert(1)</script>',
]

test.each(injections)('SQL in a name, user name, tag or search is text and nothing else: %s', (text) => {
  const username = text.replaceAll(' ', '')
  const other = vault.smtpCredentials.create(newCredential({ name: 'Other' }), window)
  const made = vault.smtpCredentials.create(newCredential({ name: text, note: text, tags: [text], username }), window)
  expect(vault.smtpCredentials.get(made.id)).toMatchObject({ name: text, note: text, tags: [text], username })
  const found = vault.smtpCredentials.list({ search: text, limit: 10 })
  expect(found.items.map(({ id }) => id)).toEqual([made.id])
  expect(vault.login({ username: text, password: text, cram: null, remoteAddress: text }).is).not.toBe('right')
  expect(vault.smtpCredentials.list({ search: '', limit: 10, cursor: text }).items.length).toBeLessThanOrEqual(2)
  expect(() => vault.smtpCredentials.get(text)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  expect(vault.audit({ search: text, limit: 10, target: made.id }).total).toBe(1)
  expect(vault.smtpCredentials.get(other.id).name).toBe('Other')
})

test.each([
  'name\r\nBcc: eve@example.test',
  'null\0byte',
  'escape\u001b[31m',
  'line\u2028separator',
  'c1\u0085control',
])('header injection and control characters in names are refused: %j', (text) => {
  expect(NewSmtpCredential.safeParse({ name: text }).success).toBe(false)
  expect(NewSmtpCredential.safeParse({ name: 'x', username: text }).success).toBe(false)
  expect(NewSmtpCredential.safeParse({ name: 'x', tags: [text] }).success).toBe(false)
})

test('user names with UTF-8 are one name in every spelling, case and normal form', () => {
  const composed = 'J\u00fcrgen.M\u00fcller@b\u00fccher.example'
  const made = vault.smtpCredentials.create(newCredential({ username: composed }), window)
  for (const spelling of [composed, composed.normalize('NFD'), composed.toUpperCase(), composed.toLowerCase()]) {
    const verdict = vault.login({ username: spelling, password: made.password, cram: null, remoteAddress: '::1' })
    expect(verdict, spelling).toMatchObject({ is: 'right', credential: { id: made.id } })
    expect(() => vault.smtpCredentials.create(newCredential({ username: spelling }), window)).toThrow(
      expect.objectContaining({ code: 'CONFLICT', message: expect.stringContaining('is taken by "Test"') }),
    )
  }
  const other = vault.smtpCredentials.create(newCredential({ username: '\u7528\u6237' }), window)
  expect(() => vault.smtpCredentials.update(other.id, { username: composed.normalize('NFD') }, window)).toThrow(
    expect.objectContaining({ code: 'CONFLICT' }),
  )
  expect(vault.smtpCredentials.update(made.id, { username: composed.toUpperCase() }, window).username).toBe(
    composed.toUpperCase(),
  )
})

test('the user name apikey belongs to API keys, in every case', () => {
  for (const username of ['apikey', 'APIKEY', 'ApiKey'])
    expect(NewSmtpCredential.safeParse({ name: 'x', username }).success).toBe(false)
})

test('a search finds names, user names, notes, domains, tags and the end of the secret', () => {
  const made = vault.apiKeys.create(
    newKey({ name: 'Alpha', note: 'bravo', domains: ['charlie.example'], tags: ['delta'] }),
    window,
  )
  vault.apiKeys.create(newKey({ name: 'Zulu' }), window)
  for (const search of ['ALPHA', 'rav', 'charlie.ex', 'delta', made.secretHint, '  alpha  '])
    expect(
      vault.apiKeys.list({ search, limit: 10 }).items.map(({ id }) => id),
      search,
    ).toEqual([made.id])
  expect(vault.apiKeys.list({ search: 'nothing', limit: 10 })).toEqual({ items: [], nextCursor: null, total: 0 })
})
