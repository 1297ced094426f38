import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HookRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface HookServer {
  readonly url: string
  readonly port: number
  readonly requests: readonly HookRequest[]
  /** Resolves with the next request that was not yet taken. */
  next(): Promise<HookRequest>
  readonly close: () => Promise<void>
}

/** A server that takes webhook calls. `answer` says what it does; 200 when it is left out. */
export async function hookServer(
  answer: (response: ServerResponse, request: HookRequest) => void = (response) => response.end('thanks'),
): Promise<HookServer> {
  const requests: HookRequest[] = []
  const untaken: HookRequest[] = []
  const takers: ((request: HookRequest) => void)[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const taken = { method, url, headers, body }
      requests.push(taken)
      const taker = takers.shift()
      if (taker) taker(taken)
      else untaken.push(taken)
      answer(response, taken)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    requests,
    next: () => {
      const ready = untaken.shift()
      return ready ? Promise.resolve(ready) : new Promise((resolve) => takers.push(resolve))
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
