import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeFolder, openStore, type Store } from '../support/store.ts'

const folder = makeFolder()
let store: Store
beforeEach(() => {
  store = openStore(folder.path)
})
afterEach(async () => {
  await store.close()
  folder.remove()
})

const every = Buffer.from(Array.from({ length: 256 }, (_, value) => value))

test.each([
  ['all 256 byte values, twice', Buffer.concat([Buffer.from('Subject: x\r\n\r\n'), every, every])],
  ['no final line break', Buffer.from('Subject: x\r\n\r\nlast line')],
  ['bare line feeds and carriage returns', Buffer.from('Subject: x\n\na\rb\n\r\n.\n\r\n')],
  ['no header at all', Buffer.from('\r\nhello\r\n')],
  ['nothing', Buffer.alloc(0)],
  ['NUL bytes in the header', Buffer.from('Subject: a\0b\r\n\r\n\0\r\n')],
  ['20 MB of noise', Buffer.concat([Buffer.from('Subject: x\r\n\r\n'), randomBytes(20 * 1024 * 1024)])],
])('a message comes back byte for byte: %s', async (_, bytes) => {
  const id = await store.capture(bytes)
  expect(store.inbox.raw(id)?.bytes.length).toBe(bytes.length)
  expect(Buffer.compare(Buffer.from(store.inbox.raw(id)?.bytes ?? []), bytes)).toBe(0)
  expect(store.inbox.summaries([id])[0]?.size).toBe(bytes.length)
})

test('the bytes are still the same after the store was closed and opened again', async () => {
  const bytes = Buffer.concat([Buffer.from('Subject: x\r\n\r\n'), every])
  const id = await store.capture(bytes)
  await store.close()
  store = openStore(folder.path)
  expect(Buffer.compare(Buffer.from(store.inbox.raw(id)?.bytes ?? []), bytes)).toBe(0)
})
