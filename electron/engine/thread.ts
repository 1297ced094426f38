import { once } from 'node:events'
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import type { EngineOptions, EngineReady, FromEngine, ToEngine } from './options.ts'

/** The engine on its own thread, as a host sees it. */
export interface RunningEngine {
  readonly ready: EngineReady
  /** A new port on which the engine answers the contract. The caller starts and closes it. */
  connect(): MessagePort
  /** Ends sessions, flushes what was accepted, closes the databases. Resolves when the thread is gone. */
  stop(): Promise<void>
  /** Resolves when the engine was stopped; rejects with a sentence when it ended by itself. */
  readonly stopped: Promise<void>
}

/** The engine could not start, or cannot go on. The message is for people. */
export class EngineFailed extends Error {}

/** Starts the engine and waits until its listeners and doors are open. Rejects with `EngineFailed`. */
export async function startEngine(workerUrl: URL, options: EngineOptions): Promise<RunningEngine> {
  const worker = new Worker(workerUrl, { name: 'sandpost-engine', workerData: options })
  const stopped = watch(worker)
  // A crash is reported to whoever waits; a host that does not wait must not die of it a second time.
  stopped.catch(() => undefined)
  const ready = await Promise.race([firstReport(worker), stopped.then(() => Promise.reject(endedEarly()))])

  const tell = (order: ToEngine, transfer: MessagePort[] = []) => worker.postMessage(order, transfer)
  return {
    ready,
    connect() {
      const { port1, port2 } = new MessageChannel()
      tell({ do: 'connect', port: port2 }, [port2])
      return port1
    },
    async stop() {
      tell({ do: 'stop' })
      await stopped
    },
    stopped,
  }
}

/** Follows the thread to its end. */
function watch(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: EngineFailed | null = null
    let ended = false
    worker.on('message', (report: FromEngine) => {
      if (report.is === 'ready') return
      ended = true
      if (report.is === 'failed') failure = new EngineFailed(report.message)
      // What a failed start has opened half (listeners, databases) would keep the thread alive.
      void worker.terminate()
    })
    worker.on('error', (error: unknown) => {
      failure = new EngineFailed(`The engine stopped unexpectedly: ${messageOf(error)}`)
      if (error instanceof Error && error.stack) process.stderr.write(`${error.stack}\n`)
    })
    worker.on('exit', (code) => {
      if (failure) reject(failure)
      else if (!ended) reject(new EngineFailed(`The engine stopped unexpectedly (exit code ${code}).`))
      else resolve()
    })
  })
}

async function firstReport(worker: Worker): Promise<EngineReady> {
  const [report] = (await once(worker, 'message')) as [FromEngine]
  if (report.is === 'ready') return report.ready
  throw report.is === 'failed' ? new EngineFailed(report.message) : endedEarly()
}

function endedEarly(): EngineFailed {
  return new EngineFailed('The engine ended before it was ready.')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
