// node --import ./test/support/electron/loader.ts …: gives the double to whoever imports "electron" on the main
// thread. The engine's thread must never import it, so there it fails as it would in the app.
import { registerHooks } from 'node:module'
import { isMainThread } from 'node:worker_threads'

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier !== 'electron') return nextResolve(specifier, context)
    if (!isMainThread) throw new Error(`${context.parentURL} imports "electron" on a worker thread`)
    return { url: new URL('./electron.ts', import.meta.url).href, format: 'module-typescript', shortCircuit: true }
  },
})
