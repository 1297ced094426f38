// npm run cli -- <command>: the command line, built if needed.
import { pathToFileURL } from 'node:url'
import { built, ensureBuilt } from './project.ts'

try {
  await ensureBuilt()
  // In this very process: signals, stdin and the exit code need no passing on.
  process.argv[1] = built.cli
  await import(pathToFileURL(built.cli).href)
} catch (error) {
  console.error(`sandpost: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
