import type { MessagePort } from 'node:worker_threads'
import type { Settings } from '../../../shared/model/settings.ts'
import { explainBindFailure } from '../bindFailure.ts'
import type { WritableDatabase } from '../database/open.ts'
import { storageNoticeId } from '../intake/storageFailure.ts'
import type { Notices } from '../notices.ts'
import type { EngineOptions } from '../options.ts'
import type { Throttle } from '../throttle.ts'
import { person } from './caller.ts'
import { browserSessions } from './doors/browserSessions.ts'
import { openHttpDoor, type HttpDoor } from './doors/http.ts'
import { createMessagePortDoor } from './doors/messagePort.ts'
import { createMetrics } from './doors/metrics.ts'
import { SignIn } from './doors/signIn.ts'
import { createReception } from './doors/visitor.ts'
import { createWebSocketDoor } from './doors/webSocket.ts'
import type { Rooms } from './rooms.ts'
import { createRouter } from './router.ts'

/** The contract behind its doors. */
export interface Doors {
  readonly connect: (port: MessagePort) => void
  /** Opens the HTTP door where the settings want it; the one that is open stays until the new one is. */
  followHttp(settings: Settings['http']): Promise<void>
  /** Base URL of the HTTP door; null when it is not open. */
  httpUrl(): string | null
  httpProblem(): string | null
  signInUrl(): string | null
  close(): Promise<void>
}

interface DoorsOptions {
  readonly rooms: Rooms
  readonly db: WritableDatabase
  readonly notices: Notices
  readonly options: EngineOptions
  readonly throttle: Throttle
  readonly activeSessions: () => number
}

/** Implements the contract and makes its doors; the HTTP door opens with `followHttp`. */
export function createDoors({ rooms, db, notices, options, throttle, activeSessions }: DoorsOptions): Doors {
  const router = createRouter(rooms)
  const messagePorts = createMessagePortDoor(router, person(options.listen ? 'window' : 'commandLine'))
  const webSocket = createWebSocketDoor(router)
  const signIn = new SignIn(options.apiKey, browserSessions(db))
  const receive = createReception({ signIn, vault: rooms.vault, throttle })
  const { inbox, announcer, info } = rooms
  const metrics = createMetrics({
    inbox,
    announcer,
    info,
    activeSessions,
    waiting: () => rooms.relay.counts(1, 1).waiting,
  })

  let door: HttpDoor | null = null
  let wanted = ''
  let problem: string | null = null

  async function followHttp({ host, port }: Settings['http']): Promise<void> {
    if (door && wanted === `${host} ${port}`) return
    try {
      const opened = await openHttpDoor(host, port, {
        router,
        webSocket,
        signIn,
        receive,
        webhookReceiver: rooms.webhooks.receiver,
        rendererDir: options.rendererDir,
        version: options.version,
        names: () => rooms.settings().http.names,
        metrics: metrics.text,
        isReady,
      })
      const before = door
      door = opened
      wanted = `${host} ${port}`
      problem = null
      notices.clear('httpDoor')
      // The change itself may have been asked for through the old door: its answer goes out first.
      void before?.close()
    } catch (error) {
      problem = (await explainBindFailure(error, host, port)).message
      notices.raise({ id: 'httpDoor', severity: 'error', title: 'The browser address is not open', detail: problem })
    }
  }

  /** Mail can be taken: a listener is open, and the disk takes what comes. */
  function isReady(): boolean {
    const { listeners, notices: standing } = info()
    return listeners.some(({ state }) => state.is === 'listening') && !standing.some(({ id }) => id === storageNoticeId)
  }

  const httpUrl = () => door && `http://${urlHost(door.host)}:${door.port}`
  return {
    connect: (port) => messagePorts.connect(port),
    followHttp,
    httpUrl,
    httpProblem: () => problem,
    signInUrl: () => door && `${httpUrl()}/sign-in?token=${signIn.token}`,
    async close() {
      metrics.end()
      messagePorts.close()
      webSocket.close()
      await door?.close()
      webSocket.terminate()
    },
  }
}

/** A host to put in a URL: the wildcard address is no place to go to, and IPv6 wants brackets. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
