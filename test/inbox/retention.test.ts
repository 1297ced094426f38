import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { mail, makeFolder, openStore, type Store } from '../support/store.ts'

let folder: ReturnType<typeof makeFolder>
let store: Store
beforeEach(() => {
  folder = makeFolder()
  store = openStore(folder.path)
})
afterEach(async () => {
  vi.useRealTimers()
  await store.close()
  folder.remove()
})

test('the oldest go when there are too many, starred ones never', async () => {
  const ids: number[] = []
  for (let n = 0; n < 10; n += 1) ids.push(await store.capture(mail({ subject: `n${n}` })))
  const starred = ids.slice(0, 2)
  for (const id of starred) store.inbox.update(id, { starred: true })
  store.retention = { keepAtMost: 4, keepForDays: 0 }
  const removed = store.next((change) => change.type === 'messagesRemoved')
  ids.push(await store.capture(mail({ subject: 'newest' })))
  expect(await removed).toMatchObject({ ids: ids.slice(2, 9), counts: { total: 4, unread: 4 } })
  expect(store.inbox.ids('')).toEqual([ids[10], ids[9], ids[1], ids[0]])
  expect(store.db.values('SELECT count(*) FROM bodies').get()).toBe(4)
})

test('when everything is starred, everything stays', async () => {
  const ids = [await store.capture(mail()), await store.capture(mail()), await store.capture(mail())]
  await store.inbox.updateMany({ ids }, { starred: true })
  store.retention = { keepAtMost: 1, keepForDays: 0 }
  const removed = store.next((change) => change.type === 'messagesRemoved')
  const plain = await store.capture(mail())
  expect(await removed).toMatchObject({ ids: [plain] })
  expect(store.inbox.ids('')).toEqual(ids.toReversed())
})

test('mail goes when it is too old; an import of an old file is as new as its import', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3 * 86_400_000 })
  const old = await store.capture(mail({ subject: 'old' }))
  const oldStarred = await store.capture(mail({ subject: 'old and starred' }))
  store.inbox.update(oldStarred, { starred: true })
  vi.useRealTimers()
  const imported = await store.intake.importMessage(Buffer.from(mail()), new Date('2001-01-01'))
  store.retention = { keepAtMost: 0, keepForDays: 2 }
  const removed = store.next((change) => change.type === 'messagesRemoved')
  const fresh = await store.capture(mail())
  expect(await removed).toMatchObject({ ids: [old] })
  expect(store.inbox.ids('')).toEqual([fresh, imported.id, oldStarred])
})

test('what something waits for stays, and does not keep what comes behind it', async () => {
  await store.close()
  store = openStore(folder.path, { needed: (ids) => new Set(ids.filter((id) => id <= 250)) })
  await Promise.all(Array.from({ length: 250 }, () => store.capture(mail())))
  const free = [await store.capture(mail()), await store.capture(mail())]
  store.retention = { keepAtMost: 251, keepForDays: 0 }
  const removed = store.next((change) => change.type === 'messagesRemoved')
  const newest = await store.capture(mail())
  expect(await removed).toMatchObject({ ids: free, counts: { total: 251 } })
  expect(store.inbox.ids('')[0]).toBe(newest)
})
