import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Announcer } from '../../electron/engine/announce.ts'
import { createIntake } from '../../electron/engine/intake/intake.ts'
import { Notices } from '../../electron/engine/notices.ts'
import { envelope, mail, makeFolder, openStore, session, transaction, type Store } from '../support/store.ts'

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

test('messages of one turn share a commit and one announcement, each with its own id', async () => {
  let commits = 0
  store.db.onCommit(() => (commits += 1))
  const ids = await Promise.all(Array.from({ length: 30 }, (_, n) => store.capture(mail({ subject: `n${n}` }))))
  expect(new Set(ids).size).toBe(30)
  expect(commits).toBe(1)
  const announced = store.changes.filter((change) => change.type === 'messagesCaptured')
  expect(announced).toHaveLength(1)
  expect(announced[0]?.messages.map(({ id }) => id)).toEqual(ids)
  expect(announced[0]?.counts).toEqual({ total: 30, unread: 30 })
})

test('the announced summary is the one that the list gives', async () => {
  const id = await store.capture(
    mail({
      from: '"Ä, B" <ab@example.test>',
      to: 'C <c@example.test>, d@example.test',
      subject: '=?utf-8?Q?Gr=C3=BC=C3=9Fe?=',
    }),
    { envelope: envelope('c@example.test', 'd@example.test', 'blind@example.test') },
  )
  const announced = store.changes.find((change) => change.type === 'messagesCaptured')
  expect(announced?.messages).toEqual(store.inbox.summaries([id]))
  expect(store.inbox.summaries([id])[0]).toMatchObject({
    from: { name: 'Ä, B', address: 'ab@example.test' },
    to: [
      { name: 'C', address: 'c@example.test' },
      { name: '', address: 'd@example.test' },
    ],
    subject: 'Grüße',
    unread: true,
    flags: [],
  })
  expect(store.inbox.ids('to:blind@')).toEqual([id])
})

test('without To and Cc the recipients of the envelope are shown', async () => {
  const id = await store.capture('Subject: x\r\n\r\n', { envelope: envelope('one@example.test', 'two@example.test') })
  expect(store.inbox.summaries([id])[0]?.to.map(({ address }) => address)).toEqual([
    'one@example.test',
    'two@example.test',
  ])
})

test('an unknown login and an imported file are flagged', async () => {
  const id = await store.capture(mail(), {
    identity: { credentialId: null, mode: 'sandbox', tags: [], unknownLogin: true },
  })
  expect(store.inbox.summaries([id])[0]?.flags).toEqual(['unknownLogin'])
  const imported = await store.intake.importMessage(Buffer.from(mail()), new Date('2001-02-03T04:05:06Z'))
  expect(imported).toMatchObject({ receivedAt: '2001-02-03T04:05:06.000Z', flags: ['imported'] })
  expect(store.inbox.summaries([imported.id])).toEqual([imported])
  expect((await store.inbox.detail(imported.id))?.session).toBeNull()
})

test('a session and its whole dialogue stay with its messages, also when it goes on after them', async () => {
  const talk = session()
  const first = await store.capture(mail(), { session: talk, transcript: 'c0 first\n' })
  const second = await store.capture(mail(), { session: talk, transcript: 'c1 second\n' })
  expect(store.inbox.transcript(first)?.map(({ text }) => text)).toEqual(['first', 'second'])
  const ended = store.next((change) => change.type === 'sessionEnded')
  store.intake.sessionEnded({ ...talk, ending: 'quit', endedAt: new Date().toISOString(), messages: 2 }, 'c2 QUIT\n')
  await ended
  expect(store.inbox.transcript(second)?.map(({ text }) => text)).toEqual(['first', 'second', 'QUIT'])
  expect((await store.inbox.detail(first))?.session).toMatchObject({ ending: 'quit', messages: 2 })
  expect(store.inbox.sessionTranscript(talk.id)?.lines).toHaveLength(3)
})

test('what waits is written when the intake is closed', async () => {
  const talk = session({ ending: 'timedOut', refusals: 1, lastRefusal: '421 4.4.2 Timeout' })
  store.intake.sessionEnded(talk, 'c0 EHLO\n')
  const last = store.deliver(mail({ subject: 'last' }))
  await store.close()
  expect((await last).code).toBe(250)
  store = openStore(folder.path)
  expect(store.inbox.ids('subject:last')).toHaveLength(1)
  expect(store.inbox.sessions({ limit: 10, show: 'failed', search: '' }).items).toEqual([talk])
  expect(store.inbox.sessions({ limit: 10, show: 'all', search: 'client.t' }).total).toBe(2)
})

test('250 waits until the disk was flushed, and a flush that fails is answered with 452 and a notice', async () => {
  const flushes: { done: () => void; broken: (error: Error) => void }[] = []
  let diskWorks = false
  const flushed = () =>
    diskWorks
      ? store.db.flushed()
      : new Promise<void>((resolve, reject) => flushes.push({ done: resolve, broken: reject }))
  const notices = new Notices(new Announcer())
  const intake = createIntake({ db: { ...store.db, flushed }, announcer: new Announcer(), notices })
  const accept = () => intake.accept(transaction(mail()))
  let answered = false
  const first = accept().finally(() => (answered = true))
  await vi.waitFor(() => expect(flushes).toHaveLength(1))
  const second = accept()
  await new Promise(setImmediate)
  expect(answered).toBe(false)

  flushes[0]?.done()
  expect((await first).code).toBe(250)
  await vi.waitFor(() => expect(flushes).toHaveLength(2))
  flushes[1]?.broken(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }))
  expect((await second).code).toBe(452)
  expect(notices.list()).toMatchObject([{ severity: 'error', title: 'Mail cannot be stored' }])

  diskWorks = true
  expect((await accept()).code).toBe(250)
  expect(notices.list()).toEqual([])
  await intake.close()
})
