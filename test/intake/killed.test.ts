import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { makeFolder, openStore } from '../support/store.ts'

const folder = makeFolder()
afterAll(() => folder.remove())

const program = fileURLToPath(new URL('../support/intakeProcess.ts', import.meta.url))
const rounds = 8

/** Lets the process capture until about `acknowledged` messages were answered, then kills it without warning. */
async function captureAndKill(acknowledged: number): Promise<string[]> {
  const child = fork(program, [folder.path], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const lines: string[] = []
  const reading = (async () => {
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      lines.push(line)
      if (lines.length === acknowledged) child.kill('SIGKILL')
    }
  })()
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  await reading
  expect(signal).toBe('SIGKILL')
  // The last line may be cut by the kill.
  return lines.filter((line) => /^\d+ [0-9a-f]{16} [0-9a-f]{64}$/.test(line))
}

test('every message that was answered 250 is there once, with the same bytes, however often the process is killed', async () => {
  const acknowledged: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    acknowledged.push(...(await captureAndKill(20 + Math.floor(Math.random() * 400))))
  }
  const store = openStore(folder.path)
  const count = store.db.values<number>('SELECT count(*) FROM messages WHERE subject = ?')
  for (const line of acknowledged) {
    const [id, token, hash] = line.split(' ') as [string, string, string]
    const bytes = store.inbox.raw(Number(id))?.bytes
    expect(bytes && createHash('sha256').update(bytes).digest('hex')).toBe(hash)
    expect(count.get(`t${token}`)).toBe(1)
  }
  const counts = store.inbox.counts()
  expect(counts.total).toBe(store.db.values<number>('SELECT count(*) FROM messages').get())
  expect(counts.unread).toBe(store.db.values<number>('SELECT count(*) FROM unread').get())
  expect(store.db.values<string>('PRAGMA integrity_check').get()).toBe('ok')

  await store.indexed()
  for (const line of [acknowledged[0], acknowledged.at(-1)] as string[]) {
    const [id, token] = line.split(' ') as [string, string]
    expect(store.inbox.ids(`b${token}`)).toEqual([Number(id)])
  }
  await store.close()
}, 120_000)
