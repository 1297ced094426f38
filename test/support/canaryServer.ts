import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CanaryServer {
  /** e.g. `http://127.0.0.1:41234` */
  readonly base: string
  /** Paths that were asked for, in order. */
  readonly hits: string[]
  close(): Promise<void>
}

// A picture of one pixel, so that what may load does load.
const pixel = Buffer.from('R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64')

/** A server on loopback that nobody should talk to unasked. */
export async function startCanaryServer(): Promise<CanaryServer> {
  const hits: string[] = []
  const server = createServer((request, response) => {
    hits.push(request.url ?? '')
    response.writeHead(200, {
      'Content-Type': 'image/gif',
      'Cache-Control': 'no-store',
      'Access-Control-Allow-Origin': '*',
    })
    response.end(pixel)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hits,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
