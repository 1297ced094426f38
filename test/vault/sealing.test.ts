import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Announcer } from '../../electron/engine/announce.ts'
import { Notices } from '../../electron/engine/notices.ts'
import type { VaultOpening } from '../../electron/engine/options.ts'
import { decrypt, deriveKeys, encrypt, makeKey } from '../../electron/engine/vault/keys.ts'
import { recoveryKey, makeRecoveryCode } from '../../electron/engine/vault/recoveryCode.ts'
import type { Vault } from '../../electron/engine/vault/types.ts'
import { makeFolder } from '../support/store.ts'
import { newCredential, openTestVault, window } from '../support/vault.ts'

const passphrase = 'four words nobody guesses'
const { actor } = window

let folder: ReturnType<typeof makeFolder>
let opened: Vault[] = []
let notices: Notices
beforeEach(() => {
  folder = makeFolder()
  opened = []
  notices = new Notices(new Announcer())
})
afterEach(() => {
  closeAll()
  folder.remove()
})

async function open(opening?: VaultOpening): Promise<Vault> {
  closeAll()
  const vault = await openTestVault(folder.path, { notices, ...(opening && { opening }) })
  opened.push(vault)
  return vault
}
function closeAll(): void {
  for (const vault of opened) vault.close()
  opened = []
}
const keyFile = () => join(folder.path, 'vault.key')
const byPassphrase = (given = passphrase): VaultOpening => ({ by: 'passphrase', passphrase: given })
const byKeychain = (key: Buffer | null): VaultOpening => ({
  by: 'keychain',
  key: key && key.toString('base64'),
  problem: key ? null : 'it was emptied',
  isWeak: false,
})

/** Made by the key file, with one readable credential; its recovery code. */
async function made(opening?: VaultOpening): Promise<{ code: string; id: string; password: string }> {
  const vault = await open(opening)
  const { id, password } = vault.smtpCredentials.create(newCredential({ readable: true }), window)
  return { code: vault.firstRecoveryCode ?? '', id, password }
}

describe('a new vault', () => {
  test('is opened by a key file that its owner alone can read, and shows its recovery code once', async () => {
    const { code, id, password } = await made()
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600)
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/)
    const again = await open()
    expect(again.firstRecoveryCode).toBeNull()
    expect(again.status()).toMatchObject({ state: 'open', problem: null, openers: ['keyFile', 'recoveryCode'] })
    expect(again.smtpCredentials.reveal(id, window)).toBe(password)
  })

  test('can be opened by a passphrase from the start, and by a keychain', async () => {
    for (const opening of [byPassphrase(), byKeychain(makeKey())]) {
      const { id, password } = await made(opening)
      expect((await open(opening)).smtpCredentials.reveal(id, window)).toBe(password)
      closeAll()
      rmSync(join(folder.path, 'vault.db'))
    }
  })

  test('is made although a crash left an empty key file', async () => {
    writeFileSync(keyFile(), '', { mode: 0o600 })
    expect((await open()).status().state).toBe('open')
  })

  test('is not made where nothing is needed of it', async () => {
    const vault = await open({ by: 'none' })
    expect(vault.status()).toMatchObject({ state: 'locked', openers: [] })
    expect(readdirSync(folder.path)).not.toContain('vault.key')
    expect(vault.firstRecoveryCode).toBeNull()
  })

  test('is not made when the keychain cannot be used: locked, said, and mail goes on', async () => {
    const vault = await open(byKeychain(null))
    expect(vault.status().problem).toMatch(/keychain cannot be used \(it was emptied\)/)
    expect(() => vault.smtpCredentials.create(newCredential(), window)).toThrow(/keychain cannot be used/)
    expect(vault.smtpCredentials.list({ search: '', limit: 10 }).items).toEqual([])
  })
})

describe('a vault that cannot be opened is locked, touches nothing, and says what to do', () => {
  test.each([
    ['the key file is missing', () => rmSync(keyFile()), undefined, /is missing\. Put it back/],
    ['the key file is damaged', () => writeFileSync(keyFile(), 'nonsense'), undefined, /is damaged\. Put back a copy/],
    [
      'the key file is of another vault',
      () => writeFileSync(keyFile(), `${makeKey().toString('base64')}\n`),
      undefined,
      /belongs to another vault/,
    ],
    ['it was made with a key file and a passphrase is given', () => {}, byPassphrase(), /has no passphrase/],
    ['it was made elsewhere', () => {}, byKeychain(makeKey()), /opened by a key file, which was not given/],
  ])('%s', async (_, spoil, opening, says) => {
    const { id, code, password } = await made()
    closeAll()
    const before = readFileSync(join(folder.path, 'vault.db'))
    spoil()
    const file = (() => {
      try {
        return readFileSync(keyFile(), 'utf8')
      } catch {
        return null
      }
    })()
    const locked = await open(opening)
    expect(locked.status()).toMatchObject({ state: 'locked', problem: expect.stringMatching(says) as string })
    expect(notices.list()).toMatchObject([{ id: 'vaultLocked', detail: expect.stringMatching(says) as string }])
    expect(locked.login({ username: 'x', password: 'y', cram: null, remoteAddress: '127.0.0.1' })).toMatchObject({
      reason: 'vaultLocked',
    })
    expect(() => locked.smtpCredentials.reveal(id, window)).toThrow(says)
    expect(locked.smtpCredentials.list({ search: '', limit: 10 }).items).toHaveLength(1)
    closeAll()
    expect(readFileSync(join(folder.path, 'vault.db')).equals(before)).toBe(true)
    if (file !== null) expect(readFileSync(keyFile(), 'utf8')).toBe(file)
    else expect(readdirSync(folder.path)).not.toContain('vault.key')

    // The recovery code opens it, and from then on this host does by itself.
    const rescued = await open(opening)
    await expect(rescued.unlock({ recoveryCode: makeRecoveryCode() }, actor)).rejects.toThrow('does not open')
    await rescued.unlock({ recoveryCode: code.toLowerCase().replaceAll('-', ' ') }, actor)
    expect(notices.list()).toEqual([])
    expect(rescued.smtpCredentials.reveal(id, window)).toBe(password)
    const next = await open(opening)
    expect(next.status().state).toBe('open')
    expect(next.smtpCredentials.reveal(id, window)).toBe(password)
  })

  test('others can read the key file: it is not used, and the command that helps is named', async () => {
    if (process.platform === 'win32') return
    await made()
    closeAll()
    const { chmodSync } = await import('node:fs')
    chmodSync(keyFile(), 0o644)
    expect((await open()).status().problem).toContain(`chmod 600 "${keyFile()}"`)
    chmodSync(keyFile(), 0o600)
    expect((await open()).status().state).toBe('open')
  })

  test('a wrong passphrase never takes the place of the right one', async () => {
    const { code } = await made(byPassphrase())
    const locked = await open(byPassphrase('something else entirely'))
    expect(locked.status().problem).toContain('SANDPOST_PASSPHRASE is not the passphrase of this vault')
    expect(locked.status().problem).not.toContain('something else')
    await locked.unlock({ recoveryCode: code }, actor)
    expect((await open(byPassphrase('something else entirely'))).status().state).toBe('locked')
    expect((await open(byPassphrase())).status().state).toBe('open')
  })

  test('a keychain that lost its entry: the passphrase opens it', async () => {
    const { id, password } = await made(byKeychain(makeKey()))
    await opened[0]?.setPassphrase({ passphrase }, actor)
    const locked = await open(byKeychain(null))
    expect(locked.status().problem).toMatch(/keychain no longer gives the key.*passphrase or the recovery code/)
    await locked.unlock({ passphrase }, actor)
    expect(locked.smtpCredentials.reveal(id, window)).toBe(password)
  })
})

describe('the passphrase', () => {
  test('is set, changed with the present one, and removed while another way is left', async () => {
    const { id, password } = await made()
    const vault = opened[0] as Vault
    await expect(vault.setPassphrase({ passphrase: 'short' }, actor)).rejects.toThrow('too easy to guess')
    await vault.setPassphrase({ passphrase }, actor)
    await expect(vault.setPassphrase({ passphrase: 'other words nobody guesses' }, actor)).rejects.toThrow('not right')
    const changed = { current: passphrase, passphrase: 'other words nobody guesses' }
    expect((await vault.setPassphrase(changed, actor)).openers).toContain('passphrase')
    expect((await open(byPassphrase())).status().state).toBe('locked')
    const moved = await open(byPassphrase('other words nobody guesses'))
    expect(moved.smtpCredentials.reveal(id, window)).toBe(password)
    await expect(
      moved.setPassphrase({ current: 'other words nobody guesses', passphrase: null }, actor),
    ).rejects.toThrow('started with this passphrase')
    const home = await open()
    const removed = await home.setPassphrase({ current: 'other words nobody guesses', passphrase: null }, actor)
    expect(removed.openers).toEqual(['keyFile', 'recoveryCode'])
  })

  test('is not removed when nothing else would open the vault at the next start', async () => {
    await made(byKeychain(makeKey()))
    await opened[0]?.setPassphrase({ passphrase }, actor)
    const lost = await open(byKeychain(null))
    await lost.unlock({ passphrase }, actor)
    await expect(lost.setPassphrase({ current: passphrase, passphrase: null }, actor)).rejects.toThrow(
      'Nothing else opens this vault',
    )
  })

  test.each(['password1234', '123456789012', 'sandpost1234', 'short'])('%s is refused', async (weak) => {
    await made()
    await expect(opened[0]?.setPassphrase({ passphrase: weak }, actor)).rejects.toThrow('too easy to guess')
    closeAll()
    rmSync(join(folder.path, 'vault.db'))
    expect((await open(byPassphrase(weak))).status().problem).toContain('SANDPOST_PASSPHRASE is too easy to guess')
  })

  test('a new recovery code ends the one before', async () => {
    const { code } = await made()
    const second = (opened[0] as Vault).makeRecoveryCode(actor)
    rmSync(keyFile())
    const locked = await open()
    await expect(locked.unlock({ recoveryCode: code }, actor)).rejects.toThrow('does not open')
    expect((await locked.unlock({ recoveryCode: second }, actor)).state).toBe('open')
  })
})

describe('a backup', () => {
  test('brings everything to another machine, which opens it in its own way', async () => {
    const { id, password } = await made()
    const vault = opened[0] as Vault
    const { username } = vault.smtpCredentials.get(id)
    const file = await vault.backup(passphrase, actor)
    for (const secret of [password, username, passphrase]) expect(file.includes(secret)).toBe(false)
    closeAll()

    const elsewhere = makeFolder()
    const opening = byPassphrase('a machine of its own')
    const other = await openTestVault(elsewhere.path, { opening })
    expect(await other.restore(file, passphrase, { replace: false }, actor)).toEqual({ smtpCredentials: 1, apiKeys: 0 })
    expect(other.smtpCredentials.reveal(id, window)).toBe(password)
    const login = { username, password, cram: null, remoteAddress: '127.0.0.1' }
    expect(other.login(login).is).toBe('right')
    other.close()
    const next = await openTestVault(elsewhere.path, { opening })
    expect(next.login(login).is).toBe('right')
    next.close()
    elsewhere.remove()
  })

  test('that comes back to its own vault keeps every way to open it, and the trail as it is', async () => {
    const { code } = await made()
    const vault = opened[0] as Vault
    await vault.setPassphrase({ passphrase }, actor)
    const file = await vault.backup(passphrase, actor)
    const { total } = vault.audit({ search: '', limit: 1 })
    await vault.restore(file, passphrase, { replace: true }, actor)
    await vault.restore(file, passphrase, { replace: true }, actor)
    expect(vault.audit({ search: '', limit: 1 }).total).toBe(total + 2)
    expect(vault.status().openers.toSorted()).toEqual(['keyFile', 'passphrase', 'recoveryCode'])
    rmSync(keyFile())
    const locked = await open()
    expect((await locked.unlock({ recoveryCode: code }, actor)).state).toBe('open')
  })

  test('that cannot be restored is said so, and nothing is touched', async () => {
    const { id } = await made()
    const vault = opened[0] as Vault
    const file = await vault.backup(passphrase, actor)
    vault.smtpCredentials.update(id, { name: 'Newer' }, window)
    const restore = (bytes: Buffer, given = passphrase, replace = true) =>
      vault.restore(bytes, given, { replace }, actor)
    const tampered = Buffer.from(file)
    tampered[file.length - 40] = (tampered[file.length - 40] ?? 0) ^ 1
    const cheaper = Buffer.from(file.toString('latin1').replace('"N":131072', '"N":2'), 'latin1')
    await expect(restore(file, 'a wrong passphrase')).rejects.toThrow('does not open the backup')
    await expect(restore(tampered)).rejects.toThrow('does not open the backup')
    await expect(restore(cheaper)).rejects.toThrow('does not open the backup')
    await expect(restore(file.subarray(0, 180))).rejects.toThrow('cut off')
    await expect(restore(Buffer.from('PK\u0003\u0004 some zip'))).rejects.toThrow('not a backup')
    await expect(restore(Buffer.alloc(0))).rejects.toThrow('not a backup')
    const newer = Buffer.from(file.toString('latin1').replace('"version":1', '"version":9'), 'latin1')
    await expect(restore(newer)).rejects.toThrow('newer Sandpost')
    const greedy = Buffer.from(file.toString('latin1').replace('"N":131072', '"N":1073741824'), 'latin1')
    await expect(restore(greedy)).rejects.toThrow('not a backup')
    for (const [right, wrong] of [
      ['"N":131072', '"N":100000'],
      ['"N":131072', '"N":"131072"'],
      ['"salt"', '"pepper"'],
    ] as const) {
      const broken = Buffer.from(file.toString('latin1').replace(right, wrong), 'latin1')
      await expect(restore(broken)).rejects.toThrow('not a backup')
    }
    await expect(restore(file, passphrase, false)).rejects.toThrow('would replace all of them')
    expect(vault.smtpCredentials.get(id).name).toBe('Newer')
    await restore(file)
    expect(vault.smtpCredentials.get(id).name).toBe('Test')
  })

  test('with a weak passphrase is not made', async () => {
    await made()
    await expect((opened[0] as Vault).backup('1234', actor)).rejects.toThrow('too easy to guess')
  })
})

describe('sealing', () => {
  test('is bound to its record and to the vault key', () => {
    const keys = deriveKeys(makeKey())
    const sealed = keys.seal('secret', 'record 1')
    expect(keys.open(sealed, 'record 1')).toBe('secret')
    expect(() => keys.open(sealed, 'record 2')).toThrow()
    expect(() => deriveKeys(makeKey()).open(sealed, 'record 1')).toThrow()
    expect(keys.seal('secret', 'record 1').equals(sealed)).toBe(false)
  })

  test('notices a single bit, and a shortened tag', () => {
    const key = makeKey()
    const sealed = encrypt(key, Buffer.from('secret'), 'a')
    for (let index = 0; index < sealed.length; index += 1) {
      const spoiled = Buffer.from(sealed)
      spoiled[index] = (spoiled[index] ?? 0) ^ 1
      expect(() => decrypt(key, spoiled, 'a')).toThrow()
    }
    expect(() => decrypt(key, sealed.subarray(0, -1), 'a')).toThrow()
  })

  test('the recovery code forgives what a hand writes', () => {
    const code = makeRecoveryCode()
    const typed = code.replaceAll('0', 'o').replaceAll('1', 'l').toLowerCase()
    expect(recoveryKey(typed)?.equals(recoveryKey(code) as Buffer)).toBe(true)
    expect(recoveryKey(code.slice(1))).toBeNull()
    expect(recoveryKey('')).toBeNull()
  })
})
