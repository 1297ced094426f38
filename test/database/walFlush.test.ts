import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WalFlush } from '../../electron/engine/database/walFlush.ts'
import { makeFolder } from '../support/store.ts'

let folder: ReturnType<typeof makeFolder>
beforeEach(() => {
  folder = makeFolder()
})
afterEach(() => folder.remove())

test('whoever asks while a flush is under way waits for the next one, and all of them for the same', async () => {
  const path = join(folder.path, 'mail.db-wal')
  writeFileSync(path, 'frames')
  const wal = new WalFlush(path)
  const first = wal.flushed()
  const second = wal.flushed()
  const third = wal.flushed()
  expect(second).not.toBe(first)
  expect(third).toBe(second)
  const order: string[] = []
  await Promise.all([first.then(() => order.push('first')), second.then(() => order.push('second'))])
  expect(order).toEqual(['first', 'second'])
  await wal.flushed()
  wal.close()
})

test('a WAL that cannot be opened is said, and tried again', async () => {
  const path = join(folder.path, 'mail.db-wal')
  const wal = new WalFlush(path)
  await expect(wal.flushed()).rejects.toThrow('ENOENT')
  writeFileSync(path, 'frames')
  await wal.flushed()
  wal.close()
  rmSync(path)
})
