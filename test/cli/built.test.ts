import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { removeFolder, runProgram, temporaryFolder } from '../support/testHost.ts'

const folder = temporaryFolder()
afterAll(() => removeFolder(folder))

/** What `npm run cli -- …` runs: the built command line, made anew when a source is newer. */
const built = (...args: string[]) =>
  runProgram(process.execPath, [join(import.meta.dirname, '..', '..', 'scripts', 'cli.ts'), ...args])

it('the built command line tells its version, on stdout alone', { timeout: 120_000 }, async () => {
  expect(await built('--version')).toMatchObject({ code: 0, stdout: `${packageJson.version}\n` })
})

it('the built command line runs the built engine', { timeout: 120_000 }, async () => {
  const message = Buffer.from('Subject: Built\r\n\r\nHello.\r\n')
  const data = join(folder, 'data')
  const out = join(folder, 'out')
  mkdirSync(out)
  writeFileSync(join(folder, 'one.eml'), message)
  expect(await built('import', join(folder, 'one.eml'), '--data', data)).toMatchObject({ code: 0 })
  expect(await built('export', '--to', out, '--data', data)).toMatchObject({ code: 0 })
  const [name = ''] = readdirSync(out)
  expect(readFileSync(join(out, name)).equals(message)).toBe(true)
})

it('the built command line writes a PDF, with fonts that lie in no file beside it', { timeout: 120_000 }, async () => {
  const pdf = join(folder, 'report.pdf')
  expect(await built('diagnose', '127.0.0.1', '--port', '9', '--no-keep', '--out', pdf)).toMatchObject({ stdout: '' })
  const bytes = readFileSync(pdf)
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect(bytes.length).toBeGreaterThan(10_000)
})
