// The parts of `npm run check`, also run first by `npm test`.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './project.ts'

export interface StepResult {
  readonly name: string
  readonly passed: boolean
  readonly output: string
}

const bin = (name: string, path: string) => [join(root, 'node_modules', name, path)]
const steps: readonly { name: string; command: readonly string[] }[] = [
  { name: 'types', command: [...bin('typescript', 'bin/tsc'), '--noEmit'] },
  {
    name: 'lint',
    command: [...bin('oxlint', 'bin/oxlint'), '--type-aware', 'electron', 'shared', 'renderer', 'scripts', 'test'],
  },
  { name: 'import table', command: [join(root, 'scripts/importTable.ts')] },
  { name: 'format', command: [...bin('prettier', 'bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
]

/** Runs all of them, whatever fails, and prints what each has to say. */
export async function runChecks(): Promise<StepResult[]> {
  const results = await Promise.all(steps.map(({ name, command }) => runStep(name, command)))
  for (const { name, passed, output } of results) {
    console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}`)
    if (!passed) console.log(output.trimEnd())
  }
  return results
}

function runStep(name: string, command: readonly string[]): Promise<StepResult> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const collect = (text: string) => (output += text)
    child.stdout.setEncoding('utf8').on('data', collect)
    child.stderr.setEncoding('utf8').on('data', collect)
    child.on('error', (error) => resolve({ name, passed: false, output: error.message }))
    child.on('close', (code) => resolve({ name, passed: code === 0, output }))
  })
}
