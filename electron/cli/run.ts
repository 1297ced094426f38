/** Something the person at the terminal has to know. The message is one plain line; the exit code is ours. */
export class Failure extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Wrong arguments: one line, exit code 2. */
export class UsageError extends Failure {
  constructor(message: string) {
    super(message, 2)
  }
}

/** Runs a command to its exit code. Errors end in one line on stderr, never in a stack trace. */
export function run(command: () => Promise<number>): void {
  // A reader that has seen enough (`| head`) is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  if (!isNodeNewEnough()) {
    process.stderr.write(`sandpost: Node 22.12 or later is needed; this is ${process.versions.node}.\n`)
    process.exit(1)
  }
  void exitCodeOf(command).then((code) => (process.exitCode = code))
}

/** The database driver crashes older ones without a word. */
function isNodeNewEnough(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 12)
}

async function exitCodeOf(command: () => Promise<number>): Promise<number> {
  try {
    return await command()
  } catch (error) {
    process.stderr.write(`sandpost: ${oneLine(error)}\n`)
    return error instanceof Failure ? error.exitCode : 1
  }
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ' ')
}
