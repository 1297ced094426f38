import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openKeychain } from '../../electron/desktop/keychain.ts'
import { makeFolder } from '../support/store.ts'
import { openTestVault, window } from '../support/vault.ts'

/** A keychain whose entry is replaced when the system's keychain is reset. */
const keychain = vi.hoisted(() => ({ entry: 'first' }))
vi.mock('electron', () => ({
  safeStorage: {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptString: (text: string) => Buffer.from(`${keychain.entry}|${Buffer.from(text).toString('hex')}`),
    decryptString: (sealed: Buffer) => {
      const [entry, hex = ''] = sealed.toString().split('|')
      if (entry !== keychain.entry) throw new Error('cannot decrypt')
      return Buffer.from(hex, 'hex').toString()
    },
  },
}))

let folder: ReturnType<typeof makeFolder>
beforeEach(() => {
  folder = makeFolder()
  keychain.entry = 'first'
})
afterEach(() => folder.remove())

const start = () => openTestVault(folder.path, { opening: openKeychain(join(folder.path, 'desktop')) })

test('after the keychain was reset one unlock is enough, and the key of before is not thrown away', async () => {
  const first = await start()
  const code = first.firstRecoveryCode ?? ''
  expect(first.status().state).toBe('open')
  first.close()

  keychain.entry = 'second'
  const locked = await start()
  expect(locked.status().problem).toMatch(/keychain no longer gives the key of this vault \(it could not read/)
  await locked.unlock({ recoveryCode: code }, window.actor)
  locked.close()

  const next = await start()
  expect(next.status()).toMatchObject({ state: 'open', problem: null })
  next.close()
  expect(existsSync(join(folder.path, 'desktop', 'vault-key.bin'))).toBe(true)
})

test('a keychain that comes back opens the vault as if nothing had been', async () => {
  const first = await start()
  first.close()
  keychain.entry = 'second'
  const locked = await start()
  expect(locked.status().state).toBe('locked')
  locked.close()
  keychain.entry = 'first'
  const back = await start()
  expect(back.status().state).toBe('open')
  back.close()
})
