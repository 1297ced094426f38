import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import { startFaultServer, type FaultOptions, type FaultServer } from './faultServer.ts'

/** Takes connections and what is said, and never says a word. */
export const startSilent = (options?: FaultOptions): Promise<FaultServer> =>
  startFaultServer(({ socket }) => socket.resume(), options)

/** Closes in good order without a word. */
export const startCloseOnAccept = (options?: FaultOptions): Promise<FaultServer> =>
  startFaultServer(({ socket }) => socket.end(), options)

/** Answers the connection with a reset. */
export const startResetOnAccept = (options?: FaultOptions): Promise<FaultServer> =>
  startFaultServer(({ socket }) => socket.resetAndDestroy(), options)

/** Says `text` bytewise, one every so many milliseconds, again from its beginning for ever if `endless`. */
export const startDrip = (text: string, milliseconds: number, endless = false): Promise<FaultServer> =>
  startFaultServer(({ socket, later }) => {
    let at = 0
    const drip = (): void => {
      socket.write(text.charAt(at % text.length), 'latin1')
      at += 1
      if (endless || at < text.length) later(milliseconds, drip)
    }
    socket.resume()
    drip()
  })

/** Writes `chunk` again and again as fast as it is taken, until the client hangs up. */
export const startFlood = (first: string, chunk: string): Promise<FaultServer> =>
  startFaultServer(({ socket }) => {
    const bytes = Buffer.from(chunk.repeat(Math.ceil(16_384 / chunk.length)), 'latin1')
    const pour = (): void => {
      while (!socket.destroyed && socket.write(bytes));
    }
    socket.on('drain', pour).resume()
    socket.write(first, 'latin1')
    pour()
  })

/** A port whose connections are dropped: attempts stay without any answer, as behind a firewall. */
export interface DroppingPort {
  readonly port: number
  readonly address: string
  close(): Promise<void>
}

// The thread listens and then never runs again: nobody accepts, and what does not fit the backlog is dropped.
const blockedListener = `
  const { createServer } = require('node:net')
  const { parentPort, workerData } = require('node:worker_threads')
  const server = createServer().listen({ port: workerData.port, host: workerData.address, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  })
`

/** Linux only: elsewhere a full backlog refuses instead of dropping. */
export async function startDropping(address = '127.0.0.1', port = 0): Promise<DroppingPort> {
  const worker = new Worker(blockedListener, { eval: true, workerData: { address, port } })
  const [taken] = (await once(worker, 'message')) as [number]
  const fillers: Socket[] = []
  try {
    // Until one is left waiting the backlog is not full. A connection on loopback stands within a millisecond or two.
    for (;;) {
      const socket = connect({ host: address, port: taken })
      socket.on('error', () => undefined)
      fillers.push(socket)
      const stands = await Promise.race([
        once(socket, 'connect').then(() => true),
        new Promise<boolean>((resolve) => setTimeout(resolve, 200, false)),
      ])
      if (!stands) break
      if (fillers.length > 20) throw new Error('The backlog does not fill')
    }
  } catch (error) {
    await worker.terminate()
    throw error
  }
  return {
    port: taken,
    address,
    close: async () => {
      for (const socket of fillers) socket.destroy()
      await worker.terminate()
    },
  }
}

/** Waits for the client to speak, says `answer` and hangs up. */
export const startAnswerOnce = (answer: Buffer): Promise<FaultServer> =>
  startFaultServer(({ socket }) => socket.once('data', () => socket.end(answer)))
