import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Where the parts of Sandpost lie, for the hosts that run without Electron: `electron/` in a checkout,
 * `out/main/` when built. `entryUrl` is the entry's `import.meta.url`, since a build moves shared code elsewhere.
 */
export function partsOf(entryUrl: string): { engineUrl: URL; rendererDir: string | null } {
  const fromSource = entryUrl.endsWith('.ts')
  const engineUrl = new URL(fromSource ? './engine/worker.ts' : './engine.js', entryUrl)
  const rendererDir = fileURLToPath(new URL(fromSource ? '../out/renderer' : '../renderer', entryUrl))
  return { engineUrl, rendererDir: existsSync(join(rendererDir, 'index.html')) ? rendererDir : null }
}

/** SANDPOST_DATA, or the place where the platform keeps an application's data. */
export function defaultDataDir(env: NodeJS.ProcessEnv = process.env): string {
  if (env['SANDPOST_DATA']) return env['SANDPOST_DATA']
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Sandpost')
  if (process.platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Sandpost')
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'sandpost')
}

/** The version in package.json, which lies two folders above the built entry and one above the source. */
export function versionOf(entryUrl: string): string {
  const path = new URL(entryUrl.endsWith('.ts') ? '../package.json' : '../../package.json', entryUrl)
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
}

/** Reads a secret once: programs that we start, and crash reports, must not find it in the environment. */
export function takeFromEnvironment(name: string): string | null {
  const value = process.env[name] || null
  delete process.env[name]
  return value
}
