// The engine thread's entry: takes orders from the host, reports to it, and owns nothing else.
import { parentPort, workerData } from 'node:worker_threads'
import { assemble } from './assembly.ts'
import type { EngineOptions, FromEngine, ToEngine } from './options.ts'

const host = parentPort
if (!host) throw new Error('worker.ts runs as a worker thread; start it through thread.ts')
const report = (message: FromEngine) => host.postMessage(message)

// Made here, in the entry: shared code of a build lies in another folder, where a relative URL would be wrong.
const readingWorker = new URL(
  import.meta.url.endsWith('.ts') ? './inbox/reading/worker.ts' : './reading.js',
  import.meta.url,
)

try {
  const engine = await assemble(workerData as EngineOptions, readingWorker)
  host.on('message', (order: ToEngine) => {
    if (order.do === 'connect') engine.connect(order.port)
    else {
      engine.stop().then(
        () => report({ is: 'stopped' }),
        (error: unknown) => report({ is: 'failed', message: messageOf(error) }),
      )
    }
  })
  report({ is: 'ready', ready: engine.ready })
} catch (error) {
  report({ is: 'failed', message: messageOf(error) })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
