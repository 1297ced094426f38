import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { removeFolder, temporaryFolder } from '../support/testHost.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = temporaryFolder()
afterAll(() => removeFolder(folder))

const isRoot = process.getuid?.() === 0

/** `npm start` on a machine of this kind, until it serves; what it said, and the exit code of stopping it. */
async function start(env: NodeJS.ProcessEnv): Promise<{ said: string; code: number | null }> {
  const script = [join(root, 'scripts/node24.mjs'), 'scripts/start.ts']
  const child = spawn(process.execPath, [...script, '--smtp', '0', '--smtps', '0', '--http', '0'], {
    env: { ...process.env, SANDPOST_DATA: folder, DISPLAY: '', WAYLAND_DISPLAY: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit') as Promise<[number | null]>
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  while (!said.includes('/sign-in?')) {
    const ended = await Promise.race([once(child.stderr, 'data').then(() => false), exited.then(() => true)])
    if (ended) break
  }
  child.kill('SIGTERM')
  return { said, code: (await exited)[0] }
}

describe.skipIf(process.platform !== 'linux')('npm start', () => {
  it('without a display says so in one line and serves the same app', { timeout: 120_000 }, async () => {
    const { said, code } = await start({})
    const lines = said.split('\n').filter((line) => !line.startsWith('Building'))
    expect(lines[0]).toBe('No window here (there is no display): serving the same app to the browser.')
    expect(lines[1]).toMatch(/^Sandpost is ready\./)
    expect(code).toBe(0)
  })

  it.runIf(isRoot)('as root does not try Electron, which would not run', { timeout: 120_000 }, async () => {
    const { said } = await start({ DISPLAY: ':99' })
    expect(said).toContain('No window here (Electron does not run as root)')
    expect(said).not.toMatch(/^ {4}at /m)
  })
})
