import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mail, makeFolder, openStore, type Store } from '../support/store.ts'

const folder = makeFolder()
let store: Store
const total = 100_000

beforeAll(async () => {
  store = openStore(folder.path)
  for (let start = 0; start < total; start += 2_000) {
    await Promise.all(
      Array.from({ length: 2_000 }, (_, n) =>
        store.intake.importMessage(
          Buffer.from(
            mail({ from: `p${(start + n) % 500}@example.test`, subject: `Invoice ${start + n}`, body: 'word' }),
          ),
          new Date(),
        ),
      ),
    )
  }
}, 120_000)
afterAll(async () => {
  await store.close()
  folder.remove()
})

test('100,000 messages can be listed to the last, by page and at once', () => {
  const ids = store.inbox.ids('')
  expect(ids).toHaveLength(total)
  expect(ids[0]).toBeGreaterThan(ids.at(-1) as number)
  const page = store.inbox.list({ search: '', limit: 50, cursor: String(ids[50_000]) })
  expect(page.items.map(({ id }) => id)).toEqual(ids.slice(50_001, 50_051))
  expect(page.total).toBe(total)
  expect(store.inbox.summaries(ids.slice(-500)).map(({ id }) => id)).toEqual(ids.slice(-500))
  expect(store.inbox.ids('from:p77@')).toHaveLength(200)
  expect(store.inbox.list({ search: 'from:p77@ subject:99577', limit: 10 }).total).toBe(1)
})

test('mail comes in between the slices of marking, deleting and restoring 100,000 messages', async () => {
  const before = store.inbox.summaries(store.inbox.ids('').slice(0, 3))
  expect(await amidMail(() => store.inbox.updateMany({ search: '' }, { unread: false }))).toBe(total)
  expect(store.inbox.ids('is:unread subject:amid').length).toBe(store.inbox.counts().unread)
  expect(store.changes.map(({ type }) => type)).toContain('resync')
  await store.inbox.remove({ search: 'subject:amid' })

  const { removed, undo } = await amidMail(() => store.inbox.remove({ search: '' }))
  expect(removed).toBe(total)
  expect(store.inbox.ids('from:p77@')).toEqual([])
  await store.inbox.remove({ search: 'subject:amid' })
  expect(store.inbox.counts()).toEqual({ total: 0, unread: 0 })

  expect(await amidMail(() => store.inbox.restore(undo))).toBe(total)
  await store.inbox.remove({ search: 'subject:amid' })
  expect(store.inbox.counts()).toEqual({ total, unread: 0 })
  expect(store.inbox.summaries(store.inbox.ids('').slice(0, 3))).toEqual(
    before.map((one) => ({ ...one, unread: false })),
  )
}, 120_000)

/** Does long work and captures mail meanwhile; fails when the work let none in before it was done. */
async function amidMail<T>(work: () => Promise<T>): Promise<T> {
  const state = { done: false, between: 0 }
  const working = work().finally(() => {
    state.done = true
  })
  await turn()
  while (!state.done) {
    await store.capture(mail({ subject: 'amid' }))
    if (!state.done) state.between += 1
  }
  expect(state.between).toBeGreaterThan(5)
  return working
}
