// npm start: the desktop app; where it cannot run, the same app in the browser.
import { pathToFileURL } from 'node:url'
import { electronBinary, runElectron, whyNoDesktop } from './desktop.ts'
import { built, ensureBuilt } from './project.ts'

try {
  await ensureBuilt()
  const reason = await openDesktop()
  if (reason !== null) {
    console.error(`No window here (${reason}): serving the same app to the browser.`)
    process.argv = [process.execPath, built.serve, '--open', ...process.argv.slice(2)]
    await import(pathToFileURL(built.serve).href)
  }
} catch (error) {
  console.error(`Sandpost could not start: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}

/** Runs the desktop app to its end; otherwise says why it cannot. */
async function openDesktop(): Promise<string | null> {
  const impossible = whyNoDesktop()
  if (impossible !== null) return impossible
  const binary = electronBinary()
  if (binary === null) return 'the Electron binary cannot be fetched'
  const { code, brokenStart } = await runElectron(binary)
  if (brokenStart) return 'Electron ended at once'
  process.exitCode = code
  return null
}
