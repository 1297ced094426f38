// npm test: checks, then unit and flow tests, then the browser. Ends with one line: N passed, N failed.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ensureBuilt, root } from './project.ts'
import { runChecks } from './steps.ts'
import { prepareTestTools, type TestTools } from './testTools.ts'

interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const results = join(root, 'test-results')
const reports = {
  vitest: join(results, 'vitest.json'),
  again: join(results, 'vitest-again.json'),
  playwright: join(results, 'playwright.json'),
}
/** Everything that failed, the first time or the second, named again at the end where it is found. */
const failures: string[] = []
/** With more than that something is wrong that another try will not mend. */
const mostRunAgain = 3
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

const checks = await runChecks()
const failedChecks = checks.filter(({ passed }) => !passed).length
const tallies: Tally[] = [{ passed: checks.length - failedChecks, failed: failedChecks, skipped: 0 }]
const tools = prepareTestTools()
try {
  await ensureBuilt()
} catch (error) {
  console.log(`FAIL build: ${error instanceof Error ? error.message : String(error)}`)
  tallies.push({ passed: 0, failed: 1, skipped: 0 })
}
tallies.push(await runVitest(tools))
if (existsSync(join(root, 'playwright.config.ts'))) tallies.push(await runPlaywright(tools))

const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0)
const skipped = sum('skipped')
for (const failure of failures) console.log(`failed: ${failure}`)
console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = sum('failed') > 0 ? 1 : 0

async function runVitest({ env }: TestTools): Promise<Tally> {
  const first = await runVitestOn([], reports.vitest, env)
  // What failed beside everything else is run once more by itself: both results are told, and what fails twice has failed.
  const again = first.failedFiles
  if (again.length === 0 || again.length > mostRunAgain) return first.tally
  console.log(`\nRun once more: ${again.join(', ')}`)
  const second = await runVitestOn(again, reports.again, env)
  const mended = Math.max(0, first.tally.failed - second.tally.failed)
  const { passed, failed } = first.tally
  return { ...first.tally, passed: passed + mended, failed: failed - mended }
}

async function runVitestOn(files: readonly string[], report: string, env: NodeJS.ProcessEnv) {
  const args = ['run', ...files, '--reporter=default', '--reporter=json', `--outputFile=${report}`]
  const code = await runTool('vitest/vitest.mjs', args, env)
  let failedFiles: string[] = []
  const tally = tallyOf(report, code, (read) => {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = read as VitestReport
    const failedResults = testResults.filter(({ status }) => status === 'failed')
    failedFiles = failedResults.map(({ name }) => relative(root, name))
    for (const { name, message, assertionResults } of failedResults) {
      const titles = assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)
      for (const title of titles.length > 0 ? titles : [message]) failures.push(`${relative(root, name)}: ${title}`)
    }
    // A file that could not be loaded, or set up, fails without a failed test of its own.
    const brokenFiles = failedResults.filter(({ assertionResults }) => !assertionResults.some(hasFailed))
    return {
      passed: numPassedTests,
      failed: numFailedTests + brokenFiles.length,
      skipped: numPendingTests + numTodoTests,
    }
  })
  return { tally, failedFiles }
}

function hasFailed({ status }: { readonly status: string }): boolean {
  return status === 'failed'
}

async function runPlaywright({ env, hasBrowser }: TestTools): Promise<Tally> {
  if (!hasBrowser) return { passed: 0, failed: 0, skipped: 1 }
  const code = await runTool('@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_FILE: reports.playwright,
  })
  return tallyOf(reports.playwright, code, (report) => {
    const { stats, errors } = report as PlaywrightReport
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length, skipped: stats.skipped }
  })
}

/** A tool that fails without saying what failed counts as one failure. */
function tallyOf(path: string, code: number, read: (report: unknown) => Tally): Tally {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 }
  const tally = read(JSON.parse(readFileSync(path, 'utf8')))
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}

function runTool(script: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env,
    })
    child.on('error', () => resolve(1))
    child.on('exit', (exitCode) => resolve(exitCode ?? 1))
  })
}

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    /** The file. */
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
    readonly skipped: number
  }
  readonly errors: readonly unknown[]
}
