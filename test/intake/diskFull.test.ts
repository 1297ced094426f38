import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockDataFolder, openMailDatabase } from '../../electron/engine/database/open.ts'
import { mail, makeFolder, openStore, type Store } from '../support/store.ts'

let folder: ReturnType<typeof makeFolder>
let disk: string
beforeEach(() => {
  folder = makeFolder()
  disk = join(folder.path, 'disk')
  mkdirSync(disk)
})
afterEach(() => folder.remove())

/** A small real file system; null where the system does not let us make one. */
function mountSmallDisk(): (() => void) | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk], { stdio: 'ignore' })
    return () => execFileSync('umount', [disk])
  } catch {
    return null
  }
}

async function fillsUpAndRecovers(store: Store, makeRoom: () => void): Promise<void> {
  const large = mail({ body: 'x'.repeat(200_000) })
  const captured: number[] = []
  let reply = await store.deliver(large)
  while (reply.code === 250 && captured.length < 100) {
    captured.push(Number(reply.lines[0]?.replace(/\D+/g, '')))
    reply = await store.deliver(large)
  }
  expect(reply).toMatchObject({ code: 452, enhancedCode: '4.3.1' })
  expect(store.notices.list()).toMatchObject([{ severity: 'error', title: 'The disk is full' }])
  expect(store.notices.list()[0]?.detail).toContain(store.dataDir)
  await expect(store.intake.importMessage(Buffer.from(large), new Date())).rejects.toThrow('The disk is full')

  makeRoom()
  expect((await store.deliver(large)).code).toBe(250)
  expect(store.notices.list()).toEqual([])
  for (const id of captured) expect(Buffer.from(store.inbox.raw(id)?.bytes ?? []).toString()).toBe(large)
  expect(store.inbox.counts().total).toBe(captured.length + 1)
}

test('a full disk refuses with 452 and a notice, loses nothing, and recovers when there is room again', async () => {
  const unmount = mountSmallDisk()
  if (unmount) {
    try {
      const ballast = join(disk, 'ballast')
      writeFileSync(ballast, Buffer.alloc(3 * 1024 * 1024))
      const store = openStore(join(disk, 'data'))
      await fillsUpAndRecovers(store, () => rmSync(ballast))
      await store.close()
    } finally {
      unmount()
    }
    return
  }
  // No right to mount: SQLite's own limit answers with the same SQLITE_FULL, from inside the same commit.
  const store = openStore(disk)
  store.db.values('PRAGMA max_page_count = 400').get()
  await fillsUpAndRecovers(store, () => void store.db.values('PRAGMA max_page_count = 4294967294').get())
  await store.close()
})

test('one message that cannot be stored does not take the others of its commit with it', async () => {
  const store = openStore(disk)
  store.db
    .command(
      `CREATE TEMP TRIGGER poison BEFORE INSERT ON main.messages WHEN NEW.subject = 'poison'
      BEGIN SELECT RAISE(ABORT, 'poison'); END`,
    )
    .run()
  const replies = await Promise.all(['one', 'poison', 'two'].map((subject) => store.deliver(mail({ subject }))))
  expect(replies.map(({ code }) => code)).toEqual([250, 452, 250])
  expect(store.inbox.list({ search: '', limit: 10 }).items.map(({ subject }) => subject)).toEqual(['two', 'one'])
  expect(store.inbox.counts()).toEqual({ total: 2, unread: 2 })
  await store.close()
})

test('a folder that cannot be written to is named, with what to do', () => {
  const readOnly = join(disk, 'read-only')
  mkdirSync(readOnly)
  // Also root cannot write below a plain file.
  writeFileSync(join(readOnly, 'file'), '')
  for (const open of [lockDataFolder, openMailDatabase]) {
    expect(() => open(join(readOnly, 'file', 'data'))).toThrow(/The data folder .*read-only.* cannot be used .*--data/)
  }
})

test('a folder that became read-only is named, with what to do', () => {
  const unmount = mountSmallDisk()
  try {
    openMailDatabase(disk).close()
    if (unmount) execFileSync('mount', ['-o', 'remount,ro', disk])
    else {
      // Without the right to mount we are not root, and file modes count.
      chmodSync(join(disk, 'mail.db'), 0o400)
      chmodSync(disk, 0o500)
    }
    expect(() => openMailDatabase(disk)).toThrow(/The data folder .* cannot be (used|written to) .*--data/)
  } finally {
    if (unmount) unmount()
    else chmodSync(disk, 0o700)
  }
})
