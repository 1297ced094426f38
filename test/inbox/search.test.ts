import { afterAll, beforeAll, expect, test } from 'vitest'
import { SearchError } from '../../electron/engine/inbox/types.ts'
import { envelope, mail, makeFolder, openStore, type Store } from '../support/store.ts'

const folder = makeFolder()
let store: Store
const ids: Record<string, number> = {}

beforeAll(async () => {
  store = openStore(folder.path)
  ids['invoice'] = await store.capture(
    mail({
      from: 'Ann Ärger <ann@shop.test>',
      to: 'Bob <bob@example.test>',
      subject: 'Invoice 4711',
      body: 'Please pay the total amount by Friday.',
    }),
    { envelope: envelope('bob@example.test', 'blind@example.test') },
  )
  ids['welcome'] = await store.capture(
    mail({
      from: 'no-reply@app.test',
      to: 'carol@example.test',
      subject: 'Welcome 100% _here_',
      body: 'Friday is the total opposite of Monday.',
    }),
  )
  ids['attached'] = await store.capture(
    'From: Dave <dave@example.test>\r\nTo: bob@example.test\r\nSubject: File\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n' +
      '--b\r\nContent-Type: text/html\r\n\r\n<p>Caf&eacute; <b>menu</b> &amp; more</p>\r\n' +
      '--b\r\nContent-Type: application/pdf; name="menu.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n',
  )
  ids['large'] = await store.capture(mail({ subject: 'Large', body: 'word '.repeat(30_000) }))
  await store.indexed()
  store.inbox.update(ids['welcome'], { unread: false, starred: true, tags: ['To Do'] })
})
afterAll(async () => {
  await store.close()
  folder.remove()
})

const found = (search: string): string[] =>
  store.inbox.ids(search).map((id) => Object.keys(ids).find((name) => ids[name] === id) ?? String(id))

test.each<[string, string[]]>([
  ['', ['large', 'attached', 'welcome', 'invoice']],
  ['total', ['welcome', 'invoice']],
  ['total friday', ['welcome', 'invoice']],
  ['total amount', ['invoice']],
  ['"total amount"', ['invoice']],
  ['"amount total"', []],
  ['total -monday', ['invoice']],
  ['-monday', ['large', 'attached', 'invoice']],
  ['-"total amount" friday', ['welcome']],
  ['inv', ['invoice']],
  ['inv please', []],
  ['FRIDAY', ['welcome', 'invoice']],
  ['arger', ['invoice']],
  ['blind', ['invoice']],
  ['menu', ['attached']],
  ['from:ann', ['large', 'invoice']],
  ['from:SHOP', ['invoice']],
  ['from:"Ann Ä"', ['invoice']],
  ['-from:shop -from:dave', ['large', 'welcome']],
  ['to:bob', ['large', 'attached', 'invoice']],
  ['to:blind@', ['invoice']],
  ['subject:invoice', ['invoice']],
  ['subject:"voice 47"', ['invoice']],
  ['subject:100%', ['welcome']],
  ['subject:%', ['welcome']],
  ['subject:_', ['welcome']],
  ['is:unread', ['large', 'attached', 'invoice']],
  ['-is:unread', ['welcome']],
  ['is:read', ['welcome']],
  ['is:starred', ['welcome']],
  ['has:attachment', ['attached']],
  ['-has:attachment from:shop', ['invoice']],
  ['tag:"to do"', ['welcome']],
  ['tag:"TO DO"', ['welcome']],
  ['tag:todo', []],
  ['after:today', ['large', 'attached', 'welcome', 'invoice']],
  ['on:today', ['large', 'attached', 'welcome', 'invoice']],
  ['before:today', []],
  ['on:yesterday', []],
  ['before:2001-01-01', []],
  ['after:2001-01-01T10:30', ['large', 'attached', 'welcome', 'invoice']],
  ['larger:100k', ['large']],
  ['smaller:100k', ['attached', 'welcome', 'invoice']],
  ['larger:0.1m', ['large']],
  ['is:unread from:shop total', ['invoice']],
  ['https://example.test', []],
  ['12:30', []],
  ['!!!', []],
  ['100%', ['welcome']],
])('search: %s', (search, expected) => {
  expect(found(search)).toEqual(expected)
  expect(store.inbox.list({ search, limit: 50 }).total).toBe(store.inbox.ids(search).length)
})

test.each([
  ['is:open', 'is:unread'],
  ['has:wings', 'has:attachment'],
  ['before:soon', 'before:2026-01-31'],
  ['after:2026-02-30', 'after:2026-01-31'],
  ['on:2026-13-01', 'on:2026-01-31'],
  ['larger:huge', 'larger:500k'],
  ['id:x', 'id:42'],
  ['from:', 'from:ann@example.test'],
  ['total subject:', 'subject:invoice'],
])('a value that makes no sense is answered with what would be right: %s', (search, hint) => {
  expect(() => store.inbox.ids(search)).toThrow(SearchError)
  expect(() => store.inbox.ids(search)).toThrow(hint)
})

test('id: finds one message, wherever it stands', () => {
  expect(store.inbox.ids(`id:${ids['invoice']}`)).toEqual([ids['invoice']])
})

test('a cursor goes on where the page ended, also when mail came and went in between', async () => {
  const first = store.inbox.list({ search: '', limit: 2 })
  expect(first).toMatchObject({ total: 4, items: [{ id: ids['large'] }, { id: ids['attached'] }] })
  const newer = await store.capture(mail({ subject: 'newer' }))
  const second = store.inbox.list({ search: '', limit: 2, cursor: first.nextCursor ?? '' })
  expect(second.items.map(({ id }) => id)).toEqual([ids['welcome'], ids['invoice']])
  expect(second.nextCursor).toBeNull()
  await store.inbox.remove({ ids: [newer] })
  expect(() => store.inbox.list({ search: '', limit: 2, cursor: 'nonsense' })).toThrow(SearchError)
})

test('newestMatch looks above an id only', () => {
  expect(store.inbox.newestMatch('total', 0)).toBe(ids['welcome'])
  expect(store.inbox.newestMatch('total', ids['welcome'] as number)).toBeNull()
  expect(store.inbox.newestMatch('', 0)).toBe(ids['large'])
})

test('a message that just came is found at once by sender, recipient and subject, and by body a moment later', async () => {
  const id = await store.capture(mail({ from: 'Zoe <zoe@fresh.test>', subject: 'Brandnew thing', body: 'kumquat' }))
  for (const search of ['from:zoe', 'brandnew', 'fresh.test', 'subject:brandnew'])
    expect(store.inbox.ids(search)).toEqual([id])
  await store.indexed()
  expect(store.inbox.ids('kumquat')).toEqual([id])
  expect(store.inbox.ids('brandnew kumquat')).toEqual([id])
  await store.inbox.remove({ ids: [id] })
  expect(store.inbox.ids('kumquat')).toEqual([])
})
