import { afterEach, beforeEach, expect, test } from 'vitest'
import { mail, makeFolder, openStore, type Store } from '../support/store.ts'

/** The reading thread has to start first. */
const patiently = { timeout: 15_000 }

let folder: ReturnType<typeof makeFolder>
let store: Store
beforeEach(() => {
  folder = makeFolder()
  store = openStore(folder.path)
})
afterEach(async () => {
  await store.close()
  folder.remove()
})

test('undo brings back everything: place in the list, stars, tags, what was unread, preview and bytes', async () => {
  const ids: number[] = []
  for (const subject of ['one', 'two', 'three'])
    ids.push(await store.capture(mail({ subject, body: `body of ${subject}` })))
  const [one, two] = ids as [number, number, number]
  await store.indexed()
  store.inbox.update(one, { unread: false })
  store.inbox.update(two, { starred: true, tags: ['b', 'a'] })
  const before = store.inbox.list({ search: '', limit: 10 })
  const counts = store.inbox.counts()
  const bytes = store.inbox.raw(two)?.bytes

  const { removed, undo } = await store.inbox.remove({ ids: [one, two] })
  expect(removed).toBe(2)
  expect(store.inbox.counts()).toEqual({ total: 1, unread: 1 })
  expect(store.inbox.summaries([one, two])).toEqual([])
  expect(store.inbox.raw(two)).toBeNull()
  expect(await store.inbox.detail(two)).toBeNull()
  expect(await store.inbox.part(two, '1')).toBeNull()
  expect(store.inbox.ids('body')).toEqual([ids[2]])

  expect(await store.inbox.restore(undo)).toBe(2)
  expect(store.inbox.list({ search: '', limit: 10 })).toEqual(before)
  expect(store.inbox.counts()).toEqual(counts)
  expect(store.inbox.raw(two)?.bytes).toEqual(bytes)
  expect(store.inbox.ids('body')).toEqual(ids.toReversed())
  expect(store.inbox.ids('tag:a')).toEqual([two])
  expect(await store.inbox.restore(undo)).toBe(0)
})

test('undo brings back what its own deletion removed, not more', async () => {
  const ids = [await store.capture(mail()), await store.capture(mail())] as const
  const first = await store.inbox.remove({ ids: [ids[0]] })
  const second = await store.inbox.remove({ search: '' })
  expect(second.removed).toBe(1)
  expect(await store.inbox.restore(first.undo)).toBe(1)
  expect(store.inbox.ids('')).toEqual([ids[0]])
  expect(await store.inbox.restore('not a token')).toBe(0)
})

test('what was deleted is gone for good after a restart, from disk and index', async () => {
  const id = await store.capture(mail({ body: 'ephemeral' }))
  const kept = await store.capture(mail({ body: 'lasting' }))
  await store.indexed()
  await store.inbox.remove({ ids: [id] })
  await store.close()
  store = openStore(folder.path)
  const bodies = store.db.values<number>('SELECT id FROM bodies')
  await expect.poll(() => bodies.all(), patiently).toEqual([kept])
  await expect.poll(() => store.db.values<number>('SELECT id FROM search.previews').all(), patiently).toEqual([kept])
  const hits = store.db.values<number>("SELECT rowid FROM search.texts WHERE texts MATCH 'ephemeral'")
  await expect.poll(() => hits.all(), patiently).toEqual([])
  expect(await store.capture(mail())).toBeGreaterThan(kept)
})

test('an id is never used twice, also when the newest message was deleted for good', async () => {
  const id = await store.capture(mail())
  await store.inbox.remove({ search: '' })
  await store.close()
  store = openStore(folder.path)
  await expect.poll(() => store.db.values<number>('SELECT count(*) FROM bodies').get(), patiently).toBe(0)
  expect(await store.capture(mail())).toBeGreaterThan(id)
})

test('marking announces the new summaries and counts', async () => {
  const ids = [await store.capture(mail()), await store.capture(mail())]
  expect(await store.inbox.updateMany({ ids }, { unread: false, starred: true })).toBe(2)
  expect(store.changes.at(-1)).toMatchObject({
    type: 'messagesUpdated',
    messages: [
      { unread: false, starred: true },
      { unread: false, starred: true },
    ],
    counts: { total: 2, unread: 0 },
  })
  // Marking twice counts once.
  await store.inbox.updateMany({ search: '' }, { unread: true })
  await store.inbox.updateMany({ search: '' }, { unread: true })
  expect(store.inbox.counts()).toEqual({ total: 2, unread: 2 })
})

test('ids that do not exist are left alone', async () => {
  const id = await store.capture(mail())
  expect(store.inbox.update(999, { unread: true })).toBeNull()
  expect(await store.inbox.updateMany({ ids: [999, id, id] }, { unread: true })).toBe(1)
  expect((await store.inbox.remove({ ids: [999] })).removed).toBe(0)
  expect(store.inbox.counts()).toEqual({ total: 1, unread: 1 })
  expect(store.inbox.summaries([999, id])).toHaveLength(1)
  expect(store.inbox.transcript(999)).toBeNull()
  expect(store.inbox.sessionTranscript(999)).toBeNull()
})

test('tags are replaced, cleaned and told apart from lines', async () => {
  const id = await store.capture(mail())
  expect(store.inbox.update(id, { tags: ['x', 'two\nlines', ' x ', 'X'] })?.tags).toEqual(['two lines', 'x'])
  expect(store.inbox.update(id, { tags: [] })?.tags).toEqual([])
})
