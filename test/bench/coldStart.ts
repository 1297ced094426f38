// From starting the process to the first listener's greeting.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './servers.ts'
import { median } from './statistics.ts'

/** Milliseconds until a client that keeps trying is greeted: with an empty folder each time, and with an existing one. */
export async function measureColdStart(rounds: number): Promise<{ first: number; again: number }> {
  const first: number[] = []
  const again: number[] = []
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'sandpost-cold-'))
    first.push(await untilGreeted(folder))
    again.push(await untilGreeted(folder))
    rmSync(folder, { recursive: true, force: true })
  }
  return { first: median(first), again: median(again) }
}

async function untilGreeted(folder: string): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 10_000)
  const started = performance.now()
  const flags = ['--data', folder, '--smtp', String(port), '--smtps', '0', '--http', '0']
  const child = spawn(process.execPath, [join(root, 'out/main/serve.js'), ...flags], { stdio: 'ignore' })
  while (!(await greeted(port))) await new Promise((resolve) => setTimeout(resolve, 2))
  const took = performance.now() - started
  child.kill('SIGTERM')
  await new Promise((resolve) => child.once('exit', resolve))
  return took
}

function greeted(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    socket.once('data', () => {
      resolve(true)
      socket.destroy()
    })
    socket.once('error', () => resolve(false))
  })
}
