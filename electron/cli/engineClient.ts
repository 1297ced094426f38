import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { resolve as absolute } from 'node:path'
import { WebSocket } from 'ws'
import { defaultDataDir, takeFromEnvironment } from '../host.ts'
import { readAddress } from '../engine/runningAddress.ts'
import { withLocalEngine, type Client } from './client.ts'
import { Failure } from './run.ts'
import { vaultOpening } from './vaultOpening.ts'

/** Where the vault is: behind a running Sandpost, or in a data folder that none uses. */
export const placeFlags = { data: { type: 'string' }, server: { type: 'string' } } as const

export const placeHelp = `  --data DIR      data folder (default: $SANDPOST_DATA, or the place of your system)
  --server URL    a running Sandpost instead, with its SANDPOST_API_KEY or an API key that may do this; the one
                  that uses the data folder is found by itself when SANDPOST_API_KEY is set
`

/** Does `work` over the contract, whichever way leads to it. What the engine refuses ends in one plain line. */
export async function withEngine<T>(
  place: { server?: string | undefined; data?: string | undefined },
  entryUrl: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  try {
    if (place.server !== undefined) return await withServer(place.server, work)
    const dataDir = absolute(place.data ?? defaultDataDir())
    const running = await runningSandpost(dataDir)
    if (running !== null) return await withServer(running, work)
    return await withLocalEngine(dataDir, entryUrl, work, vaultOpening(dataDir))
  } catch (error) {
    if (error instanceof ORPCError) throw new Failure(error.message)
    throw error
  }
}

/** Address of the Sandpost that uses this folder, when it answers: with its key at hand, it is the one that is meant. */
export async function runningSandpost(dataDir = defaultDataDir()): Promise<string | null> {
  if (process.env['SANDPOST_API_KEY'] === undefined) return null
  const url = readAddress(absolute(dataDir))
  if (url === null) return null
  const alive = await fetch(`${url}/livez`).then(
    ({ ok }) => ok,
    () => false,
  )
  return alive ? url : null
}

async function withServer<T>(server: string, work: (client: Client) => Promise<T>): Promise<T> {
  const url = URL.parse('/rpc', server)
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Failure(`--server takes an address like http://127.0.0.1:8025, not "${server}".`, 2)
  const { origin } = url
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const key = takeFromEnvironment('SANDPOST_API_KEY')
  const socket = new WebSocket(url, { headers: key === null ? {} : { authorization: `Bearer ${key}` } })
  await opened(socket, origin)
  try {
    return await work(createORPCClient<Client>(new RPCLink({ websocket: socket })))
  } finally {
    socket.close()
  }
}

function opened(socket: WebSocket, origin: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', (error) =>
      reject(new Failure(`No Sandpost answers at ${origin} (${error.message}). Start one, or name it with --server.`)),
    )
    socket.once('unexpected-response', (_request, response) => {
      const { statusCode = 0 } = response
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => {
        const { message } = (text.startsWith('{') ? JSON.parse(text) : {}) as { message?: string }
        reject(
          new Failure(
            statusCode === 401
              ? `${origin} asks for an API key: set SANDPOST_API_KEY to the one it was started with, or to one with the permission. ${message ?? ''}`.trim()
              : (message ?? `${origin} answered ${statusCode}.`),
          ),
        )
      })
    })
  })
}
