import { afterAll, beforeAll, expect, test } from 'vitest'
import { SearchError } from '../../electron/engine/inbox/types.ts'
import { mail, makeFolder, openStore, type Store } from '../support/store.ts'

const folder = makeFolder()
let store: Store
beforeAll(async () => {
  store = openStore(folder.path)
  await store.capture(mail({ subject: "Robert'); DROP TABLE messages;--" }))
  await store.capture(mail({ subject: 'NEAR the end OR so', body: 'column AND row NOT this' }))
  await store.indexed()
})
afterAll(async () => {
  await store.close()
  folder.remove()
})

const hostile = [
  "'",
  '"',
  '""',
  '"unclosed',
  "' OR '1'='1",
  "'); DROP TABLE messages;--",
  'subject:"\'); DELETE FROM messages;--"',
  "from:%' OR 1=1 --",
  'subject:\\',
  'a AND',
  'AND',
  'OR OR OR',
  'NOT',
  'NEAR(a b, 3)',
  'a NEAR b',
  'subject : x',
  '{subject body}: x',
  '{subject}:x',
  '^start',
  'star*',
  '*',
  '(((',
  ')',
  'a + b',
  '-',
  '--',
  '-"',
  'texts MATCH 1',
  'rowid:1',
  'x\0y',
  '\0',
  '\ud800',
  '🙂',
  'tag:"a\' OR 1=1"',
  'id:1 OR 1=1',
  '"'.repeat(999),
  'a '.repeat(40),
  '😀'.repeat(500),
  '%'.repeat(1_000),
  'a'.repeat(1_000),
]

test.each(hostile)('a search for %j answers or says what is wrong, and changes nothing', (search) => {
  try {
    expect(Array.isArray(store.inbox.ids(search))).toBe(true)
    store.inbox.list({ search, limit: 10 })
    store.inbox.sessions({ limit: 10, show: 'all', search: search.slice(0, 200) })
  } catch (error) {
    expect(error).toBeInstanceOf(SearchError)
  }
  expect(store.inbox.counts().total).toBe(2)
})

test('words of the query language are plain words', () => {
  expect(store.inbox.ids('NOT this')).toHaveLength(1)
  expect(store.inbox.ids('NEAR')).toHaveLength(1)
  expect(store.inbox.ids("Robert');")).toHaveLength(1)
})

test('random search texts never break', () => {
  const alphabet = [
    '"',
    "'",
    '-',
    ':',
    ' ',
    '*',
    '(',
    ')',
    'a',
    'from',
    'is',
    'subject:',
    'AND',
    '%',
    '_',
    '\\',
    '^',
    '+',
    '{',
    '}',
    'é',
    '\n',
  ]
  let seed = 42
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  for (let round = 0; round < 2_000; round += 1) {
    const search = Array.from({ length: random(12) }, () => alphabet[random(alphabet.length)]).join('')
    try {
      store.inbox.ids(search)
    } catch (error) {
      expect(error, search).toBeInstanceOf(SearchError)
    }
  }
})
