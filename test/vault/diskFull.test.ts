import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openVaultDatabase } from '../../electron/engine/database/vault.ts'
import { createApiKeys } from '../../electron/engine/vault/apiKeys.ts'
import { AuditTrail } from '../../electron/engine/vault/auditTrail.ts'
import { CredentialStore } from '../../electron/engine/vault/credentialStore.ts'
import { deriveKeys, makeKey } from '../../electron/engine/vault/keys.ts'
import type { ApiKeys } from '../../electron/engine/vault/types.ts'
import { makeFolder } from '../support/store.ts'
import { newKey, openTestVault, window } from '../support/vault.ts'

const count = (keys: Pick<ApiKeys, 'list'>) => keys.list({ search: '', limit: 1 }).total

/** Makes keys until the disk is full; what was answered has to be there, and nothing else. */
function fillsUpAndRecovers(apiKeys: ApiKeys, makeRoom: () => void): string[] {
  const create = () => apiKeys.create(newKey({ note: 'x'.repeat(2_000) }), window).key
  const answered: string[] = []
  const fill = () => {
    while (answered.length < 2_000) answered.push(create())
  }
  expect(fill).toThrow(expect.objectContaining({ code: expect.stringMatching(/^SQLITE_(FULL|IOERR)/) }))
  expect(count(apiKeys)).toBe(answered.length)
  makeRoom()
  answered.push(create())
  expect(count(apiKeys)).toBe(answered.length)
  return answered
}

/** A small real file system; null where the system does not let us make one. */
function mountSmallDisk(): { path: string; unmount(): void } | null {
  const path = mkdtempSync(join(tmpdir(), 'sandpost-test-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', path], { stdio: 'ignore' })
  } catch {
    rmdirSync(path)
    return null
  }
  return {
    path,
    unmount() {
      execFileSync('umount', [path])
      rmdirSync(path)
    },
  }
}

test('a full disk is an error, leaves nothing half made, and is over when there is room again', async () => {
  const disk = mountSmallDisk()
  if (disk) {
    try {
      const ballast = join(disk.path, 'ballast')
      writeFileSync(ballast, Buffer.alloc(1024 * 1024))
      const vault = await openTestVault(disk.path)
      const answered = fillsUpAndRecovers(vault.apiKeys, () => rmSync(ballast))
      for (const key of answered) expect(vault.bearer(key, '127.0.0.1').is).toBe('right')
      expect(vault.audit({ search: 'credentialMade', limit: 1 }).total).toBe(answered.length)
      vault.close()
    } finally {
      disk.unmount()
    }
    return
  }
  // No right to mount: SQLite's own limit answers with the same SQLITE_FULL, from inside the same transaction.
  const folder = makeFolder()
  const db = openVaultDatabase(folder.path)
  const trail = new AuditTrail(db)
  const keys = deriveKeys(makeKey())
  const store = new CredentialStore({ db, keys: () => keys, trail, changed: () => {} })
  db.values('PRAGMA max_page_count = 100').get()
  const answered = fillsUpAndRecovers(
    createApiKeys({ store, most: () => 0 }),
    () => void db.values('PRAGMA max_page_count = 4294967294').get(),
  )
  expect(trail.list({ search: 'credentialMade', limit: 1 }).total).toBe(answered.length)
  db.close()
  folder.remove()
})

test('a rotation on a disk that fills up tells the new secret, or leaves the one before', async () => {
  const disk = mountSmallDisk()
  const folder = makeFolder()
  const dataDir = disk?.path ?? folder.path
  const vault = await openTestVault(dataDir)
  try {
    const made = vault.apiKeys.create(newKey(), window)
    const ballast = join(dataDir, 'ballast')
    // Without the right to mount there is room for all of them.
    let taken = disk ? takeAllRoom(ballast) : 0
    let secret = made.key
    let refused = 0
    for (let step = 0; step < 300; step += 1) {
      try {
        secret = vault.apiKeys.rotate(made.id, { graceSeconds: 0 }, window).key
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^SQLITE_(FULL|IOERR)/) })
        refused += 1
        // A page at a time, so that the disk is full at every place of the work.
        taken -= 4_096
        truncateSync(ballast, taken)
      }
      expect(vault.bearer(secret, '127.0.0.1').is).toBe('right')
    }
    expect(refused > 0).toBe(disk !== null)
  } finally {
    vault.close()
    disk?.unmount()
    folder.remove()
  }
})

/** Takes all the room there is; returns how much. */
function takeAllRoom(path: string): number {
  const file = openSync(path, 'w')
  let taken = 0
  try {
    for (;;) taken += writeSync(file, Buffer.alloc(4_096))
  } catch {
    return taken
  } finally {
    closeSync(file)
  }
}
