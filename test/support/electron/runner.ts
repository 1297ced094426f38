// node --import …/loader.ts …/runner.ts out/main/index.js: runs a built main unmodified, on the double of Electron.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app, startUp } from './app.ts'

const main = process.argv[2]
if (!main) throw new Error('runner.ts needs the path of a built main')
console.error('[electron double] No Electron here: this is the built app on a small double of the electron module.')

startUp(resolve(main))
// Specs look into the main process as Playwright's ElectronApplication.evaluate does: with the module, and an argument.
process.on('message', (question: { id: number; source: string; argument: unknown }) => {
  void answer(question).then((reply) => process.send?.({ id: question.id, ...reply }))
})
process.on('disconnect', () => app.exit(1))

await import(pathToFileURL(resolve(main)).href)
// Electron becomes ready only once the main module is evaluated: a top-level await of whenReady() hangs here too.
app.becomeReady()

async function answer({ source, argument }: { source: string; argument: unknown }): Promise<object> {
  try {
    // oxlint-disable-next-line no-implied-eval -- functions cross from the spec as text, as in Playwright
    const ask = new Function(`return (${source})`)() as (electron: unknown, argument: unknown) => unknown
    return { value: await ask((await import('./electron.ts')).default, argument) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}
