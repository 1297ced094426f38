import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Receiver } from '../../delivery/webhooks/open.ts'
import { refuse, send } from './answer.ts'

const prefix = '/webhook-receiver/'
/** Largest body: more than the largest call that any provider makes (768 KB). */
const largestBody = 1024 * 1024

/** Whether a path is below the receiver's, whatever its token. */
export function isReceiverPath(path: string): boolean {
  return path.startsWith(prefix)
}

/** Takes a webhook call, by any method. The token in its path is all the caller needs. */
export async function answerWebhook(
  request: IncomingMessage,
  response: ServerResponse,
  receiver: Receiver,
): Promise<void> {
  const url = request.url ?? ''
  const below = url.startsWith(receiver.path) ? url.slice(receiver.path.length) : null
  if (below === null || !/^($|[/?])/.test(below)) return refuse(response, unknown)
  const body = await readBody(request)
  if (body === null) {
    // The rest is not read: the connection ends with the answer.
    response.setHeader('Connection', 'close')
    return refuse(response, tooLarge)
  }
  const { status } = await receiver.receive({
    method: request.method ?? 'GET',
    path: below.startsWith('/') ? below : `/${below}`,
    headers: headersOf(request),
    body,
  })
  // 204 and 304 have no body; node leaves it out.
  return send(response, status, 'text/plain; charset=utf-8', '')
}

const unknown = { status: 404, code: 'NOT_FOUND', message: 'There is no webhook receiver at this address.' }
const tooLarge = { status: 413, code: 'PAYLOAD_TOO_LARGE', message: 'The webhook receiver takes up to 1 MB.' }

/** Null when it is too large; rejects when the client leaves. */
function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= largestBody) chunks.push(chunk)
      else {
        // To be left unread, not destroyed: the answer still has to go out on this connection.
        request.pause()
        resolve(null)
      }
    })
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', reject)
  })
}

function headersOf(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values.join(', ')]),
  )
}
