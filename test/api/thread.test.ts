import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { EngineFailed, startEngine } from '../../electron/engine/thread.ts'
import type { EngineOptions } from '../../electron/engine/options.ts'
import { removeFolder, temporaryFolder } from '../support/testHost.ts'

const folder = temporaryFolder()
afterAll(() => removeFolder(folder))

const engineUrl = new URL('../../electron/engine/worker.ts', import.meta.url)
const options = (dataDir: string): EngineOptions => ({
  dataDir,
  version: '0.0.0',
  listen: true,
  rendererDir: null,
  overrides: { smtpPort: 0, tlsPort: 0, httpPort: 0 },
  vault: { by: 'keyFile', path: join(dataDir, 'vault.key') },
  apiKey: null,
})

/** A thread's program that does as told, to see how its end is reported. */
function program(name: string, source: string): URL {
  const path = join(folder, `${name}.mjs`)
  writeFileSync(path, `import { parentPort } from 'node:worker_threads'\n${source}\n`)
  return pathToFileURL(path)
}

const ready = "parentPort.postMessage({ is: 'ready', ready: {} })"

describe('the engine’s thread', () => {
  it('starts, and stops when told', async () => {
    const engine = await startEngine(engineUrl, options(join(folder, 'data')))
    expect(engine.ready.listeners.map(({ state }) => state.is)).toEqual(['listening', 'listening'])
    await engine.stop()
    await engine.stopped
  })

  it('that cannot use its data folder says why', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const failed = startEngine(engineUrl, options(file))
    await expect(failed).rejects.toThrow(EngineFailed)
    await expect(failed).rejects.toThrow(/data folder .* cannot be used/)
  })

  it('that fails at start ends, whatever it has opened by then', async () => {
    const halfOpen = program(
      'halfOpen',
      "setInterval(() => {}, 1000); parentPort.postMessage({ is: 'failed', message: 'No way.' })",
    )
    await expect(startEngine(halfOpen, options(folder))).rejects.toThrow('No way.')
  })

  it('that ends before it is ready is reported', async () => {
    await expect(startEngine(program('silent', ''), options(folder))).rejects.toThrow(EngineFailed)
  })

  it('that crashes later is reported in one sentence', async () => {
    const engine = await startEngine(
      program('crash', `${ready}; setImmediate(() => { throw new Error('out of luck') })`),
      options(folder),
    )
    await expect(engine.stopped).rejects.toThrow('The engine stopped unexpectedly: out of luck')
  })

  it('that leaves without a word is reported', async () => {
    const engine = await startEngine(program('exit', `${ready}; setImmediate(() => process.exit(7))`), options(folder))
    await expect(engine.stopped).rejects.toThrow('exit code 7')
  })
})
