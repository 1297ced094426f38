import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const support = join(import.meta.dirname, '..', 'support', 'electron')
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandpost-double-'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'tried', version: '1.2.3', type: 'module' }))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the double of electron fails where Electron would', () => {
  test('a main that imports what is not there does not start', () => {
    const { status, stderr } = run("import { touchBarOfTomorrow } from 'electron'; touchBarOfTomorrow()")
    expect(status).toBe(1)
    expect(stderr).toContain("does not provide an export named 'touchBarOfTomorrow'")
  })

  test('a main that awaits whenReady() at its top level never gets ready', () => {
    const { status, stderr } = run("import { app } from 'electron'; await app.whenReady(); app.exit(0)")
    expect(status).toBe(13)
    expect(stderr).toContain('unsettled top-level await')
  })

  test('a thread that imports electron fails', () => {
    writeFileSync(join(folder, 'thread.js'), "import 'electron'")
    const { stderr } = run(`
      import { app } from 'electron'
      import { Worker } from 'node:worker_threads'
      new Worker(new URL('./thread.js', import.meta.url)).on('error', (error) => { console.error(error.message); app.exit(0) })`)
    expect(stderr).toContain('imports "electron" on a worker thread')
  })

  test('a main that does as it should gets ready and ends', () => {
    const { status, stdout } = run(
      "import { app } from 'electron'; app.whenReady().then(() => { console.log(app.getVersion()); app.quit() })",
    )
    expect({ status, stdout }).toEqual({ status: 0, stdout: '1.2.3\n' })
  })
})

function run(source: string) {
  const main = join(folder, 'main.js')
  writeFileSync(main, source)
  const args = ['--import', join(support, 'loader.ts'), join(support, 'runner.ts'), main]
  return spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 15_000 })
}
