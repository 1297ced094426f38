// What the scripts share: where things lie, and whether the build is as new as the sources.
import { existsSync, globSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

export const built = {
  serve: join(root, 'out/main/serve.js'),
  cli: join(root, 'out/main/cli.js'),
  page: join(root, 'out/renderer/index.html'),
}

/** Builds when a source is newer than what was built. Quiet, for output that programs read. */
export async function ensureBuilt(): Promise<void> {
  if (isFresh()) return
  console.error('Building Sandpost …')
  await buildAll('error')
}

/** Everything under out/: main, preload, page. */
export async function buildAll(logLevel: 'info' | 'warn' | 'error'): Promise<void> {
  process.chdir(root)
  // Loaded late: most runs find a fresh build.
  const { build } = await import('electron-vite')
  await build({ root, logLevel, mode: 'production' })
}

function isFresh(): boolean {
  if (!Object.values(built).every((path) => existsSync(path))) return false
  const oldestOutput = Math.min(...Object.values(built).map((path) => statSync(path).mtimeMs))
  const sources = globSync(
    ['electron/**/*', 'shared/**/*', 'renderer/**/*', 'electron.vite.config.ts', 'package.json'],
    {
      cwd: root,
    },
  )
  return sources.every((path) => statSync(join(root, path)).mtimeMs <= oldestOutput)
}
