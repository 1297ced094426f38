import type { Socket } from 'node:net'
import type { Greeting } from '../../../../shared/model/diagnosis/observation.ts'
import { whenTimeIsUp } from '../patience.ts'
import { clientHello } from '../tls/hello.ts'
import { suitesFor } from '../tls/suites.ts'
import { mayBecomeReply } from './replyParser.ts'
import { firstLines, serviceOf } from './greeting.ts'
import type { Visit } from './visit.ts'

/**
 * Speaks first, in TLS, to a port that says nothing, and hangs up. Null: the answer tells nothing (none, hung up, or the
 * greeting of a mail server that was only slow).
 */
export async function answersTls(
  socket: Socket,
  { sni, tools, journal }: Visit,
  signal = tools.signal,
): Promise<Greeting | null> {
  if (signal.aborted) socket.destroy()
  signal.throwIfAborted()
  const began = performance.now()
  const suites = suitesFor('TLSv1.2').map(({ id }) => id)
  socket.write(clientHello({ version: 'TLSv1.2', serverName: sni, suites }))
  const bytes = await firstBytes(socket, tools.patience.tls, signal)
  socket.destroy()
  if (bytes === null || mayBecomeReply(bytes)) return null
  return {
    is: serviceOf(bytes),
    code: null,
    lines: firstLines(bytes, (text) => journal.safe(text)),
    firstByteMilliseconds: null,
    milliseconds: performance.now() - began,
    masked: false,
    protocolErrors: [],
    firstBytes: bytes.subarray(0, 64).toString('hex'),
  }
}

/** The first chunk; null when nothing comes. Rejects when stopped. */
function firstBytes(socket: Socket, milliseconds: number, signal: AbortSignal): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const callOff = whenTimeIsUp(milliseconds, () => done(null))
    const done = (bytes: Buffer | null) => {
      callOff()
      signal.removeEventListener('abort', onAbort)
      resolve(bytes)
    }
    const onAbort = () => {
      callOff()
      socket.destroy()
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    socket.once('data', done)
    socket.once('close', () => done(null))
    socket.resume()
  })
}
