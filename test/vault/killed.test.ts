import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { openVaultDatabase } from '../../electron/engine/database/vault.ts'
import { makeFolder } from '../support/store.ts'
import { openTestVault } from '../support/vault.ts'

const folder = makeFolder()
afterAll(() => folder.remove())

const program = fileURLToPath(new URL('../support/vaultProcess.ts', import.meta.url))

/** Lets the process make about so many credentials, then kills it without warning. */
async function makeAndKill(most: number): Promise<string[]> {
  const child = fork(program, [folder.path], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const lines: string[] = []
  const reading = (async () => {
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      lines.push(line)
      if (lines.length === most) child.kill('SIGKILL')
    }
  })()
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  await reading
  expect(signal).toBe('SIGKILL')
  // The last line may be cut by the kill.
  return lines.filter((line) => /^\S{36} (\S+ [0-9A-Za-z]{28}|apikey spk_[0-9A-Za-z]{38})$/.test(line))
}

test('a process killed in the middle of making credentials leaves each whole or not at all', async () => {
  const answered: string[] = []
  for (let round = 0; round < 6; round += 1) answered.push(...(await makeAndKill(3 + Math.floor(Math.random() * 40))))

  const vault = await openTestVault(folder.path)
  for (const line of answered) {
    const [id, username, password] = line.split(' ') as [string, string, string]
    const verdict = vault.login({ username, password, cram: null, remoteAddress: '127.0.0.1' })
    expect(verdict).toMatchObject({ is: 'right', credential: { id } })
  }
  vault.close()

  const db = openVaultDatabase(folder.path)
  expect(db.values<string>('PRAGMA integrity_check').get()).toBe('ok')
  const count = (sql: string) => db.values<number>(`SELECT count(*) FROM ${sql}`).get()
  expect(count("audit WHERE action = 'credentialMade'")).toBe(count('credentials'))
  expect(count("audit WHERE action = 'credentialRotated'")).toBe(count('credentials WHERE version = 2'))
  expect(count('credentials WHERE id NOT IN (SELECT target_id FROM audit WHERE target_id IS NOT NULL)')).toBe(0)
  db.close()
}, 60_000)
