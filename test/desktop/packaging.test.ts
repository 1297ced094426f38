import { extractAll, listPackage } from '@electron/asar'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchDesktop } from '../support/electron/launch.ts'
import { makeElectronFolder } from '../support/electronFolder.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const target = `${process.platform}-${process.arch}`

// Electron's own files differ per system; the folder that stands in for them is Linux's.
describe.runIf(process.platform === 'linux')('what electron-builder packs, around a stand-in for Electron', () => {
  let folder = ''
  let resources = ''
  let packed: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandpost-packaging-'))
    await makeElectronFolder(join(folder, 'electron'), createRequire(import.meta.url)('electron/package.json').version)
    await packInto(folder)
    const [unpacked] = (await readdir(join(folder, 'dist'))).filter((name) => name.endsWith('unpacked'))
    resources = join(folder, 'dist', unpacked ?? '', 'resources')
    packed = listPackage(join(resources, 'app.asar'), { isPack: false }).map((path) => path.replaceAll('\\', '/'))
  }, 120_000)

  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('has the bundle, its page and its preload script', () => {
    expect(packed).toEqual(
      expect.arrayContaining([
        '/package.json',
        '/out/main/index.js',
        '/out/main/engine.js',
        '/out/main/reading.js',
        '/out/preload/preload.cjs',
        '/out/renderer/index.html',
      ]),
    )
  })

  test('has no sources, tests or tools, and one library: better-sqlite3 with the binary of this platform', () => {
    const folders = new Set(packed.map((path) => path.split('/')[1]))
    expect(folders).toEqual(new Set(['node_modules', 'out', 'package.json']))
    const libraries = packed.filter((path) => /^\/node_modules\/(@[^/]+\/)?[^/]+$/.test(path))
    expect(libraries).toEqual(['/node_modules/better-sqlite3'])
    expect(packed.filter((path) => path.endsWith('.node'))).toEqual([
      `/node_modules/better-sqlite3/prebuilds/${target}.node`,
    ])
    expect(packed.filter((path) => /\.(c|cpp|h|map|gyp)$/.test(path))).toEqual([])
  })

  test('is small', async () => {
    const size = (await stat(join(resources, 'app.asar'))).size
    expect(size).toBeLessThan(8 * 1024 * 1024)
  })

  test('has the guides beside it', () => {
    expect(existsSync(join(resources, 'docs', 'settings.md'))).toBe(true)
  })

  test('the packed program does nothing but run Sandpost', async () => {
    const binary = await readFile(join(resources, '..', 'sandpost'), 'latin1')
    const fuses = /dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX[\s\S]{2}([01r]+)/.exec(binary)?.[1]
    // In order: run as Node, cookie encryption, NODE_OPTIONS, inspector, asar integrity, asar only, snapshot, file://.
    expect(fuses?.slice(0, 8)).toBe('00001100')
  })

  test('starts from what was packed, and captures mail', async () => {
    const app = join(folder, 'app')
    const dataDir = join(folder, 'data')
    extractAll(join(resources, 'app.asar'), app)
    await mkdir(dataDir)
    await writeFile(
      join(dataDir, 'settings.json'),
      JSON.stringify({ smtp: { port: 0, tlsPort: 0 }, http: { port: 0 } }),
    )
    const desktop = await launchDesktop({ dataDir, main: join(app, 'out', 'main', 'index.js') })
    try {
      await desktop.page.getByRole('button', { name: 'Send a sample message' }).click()
      await desktop.page.getByRole('row').first().waitFor({ timeout: 10_000 })
    } finally {
      expect(await desktop.quit()).toBe(0)
    }
  }, 60_000)
})

async function packInto(folder: string): Promise<void> {
  const builder = spawn(
    process.execPath,
    [
      join(root, 'node_modules/electron-builder/cli.js'),
      '--dir',
      '--linux',
      `-c.electronDist=${join(folder, 'electron')}`,
      `-c.directories.output=${join(folder, 'dist')}`,
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  for (const stream of [builder.stdout, builder.stderr])
    stream.on('data', (chunk: Buffer) => void (output += chunk.toString()))
  const [code] = await once(builder, 'exit')
  if (code !== 0) throw new Error(`electron-builder ended with ${code}:\n${output}`)
}
