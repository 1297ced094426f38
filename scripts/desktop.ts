// Whether the desktop app can run here, and running it.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasDisplay } from '../electron/cli/openBrowser.ts'
import { root } from './project.ts'

const folder = join(root, 'node_modules/electron')
/** A start that ends sooner than this did not come to a window. */
const atOnceMs = 8_000

/** Why there can be no window on this machine, as half a sentence; null when there can. */
export function whyNoDesktop(): string | null {
  if (!hasDisplay()) return 'there is no display'
  if (process.platform === 'linux' && process.getuid?.() === 0) return 'Electron does not run as root'
  return null
}

/** The Electron binary, fetched when it is not there; null when it cannot be had. */
export function electronBinary(): string | null {
  const found = installedBinary()
  if (found) return found
  console.error('Fetching Electron, once (about 100 MB) …')
  // Its own output on failure is a stack trace.
  spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: 300_000 })
  return installedBinary()
}

function installedBinary(): string | null {
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

/** Runs the built app until it ends. `brokenStart`: it ended at once, so there was no window. */
export function runElectron(binary: string): Promise<{ code: number; brokenStart: boolean }> {
  const startedAt = Date.now()
  return new Promise((resolve) => {
    const child = spawn(binary, [root], { stdio: ['ignore', 'inherit', 'ignore'] })
    let wasAsked = false
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        wasAsked = true
        child.kill(signal)
      })
    }
    child.on('error', () => resolve({ code: 1, brokenStart: true }))
    child.on('exit', (code) => {
      const failed = code !== 0 && !wasAsked
      resolve({ code: code ?? 1, brokenStart: failed && Date.now() - startedAt < atOnceMs })
    })
  })
}
