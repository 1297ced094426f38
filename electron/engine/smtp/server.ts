import { constants } from 'node:crypto'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { createSecureContext } from 'node:tls'
import type { Manners } from '../../../shared/model/listenerManners.ts'
import type { FaultScenario } from '../../../shared/model/manners.ts'
import type { ListenerSecurity, Session } from '../../../shared/model/session.ts'
import type { LoginMode, SmtpLimits } from '../../../shared/model/settings.ts'
import type { SmtpBackend } from './backend.ts'
import { Connection } from './connection.ts'
import { Faults } from './faults/faults.ts'
import { Houses } from './houses.ts'

/** The server must be able to forget a client that does not hang up, or whose message never gets its answer. */
const closingMilliseconds = 10_000
const backlog = 1_024

export interface SmtpServerOptions {
  /** The name in the greeting and in EHLO's reply. */
  readonly hostname: string
  readonly backend: SmtpBackend
  /** Read live: a change of settings is felt by the next command. */
  readonly limits: () => SmtpLimits
  readonly loginMode: () => LoginMode
  readonly loginWithoutTls: () => boolean
  /** Whether there is a credential whose secret can be read again, without which CRAM-MD5 cannot be verified. */
  readonly cramMd5: () => boolean
  readonly certificate: { readonly key: string; readonly cert: string }
}

export interface OpenListener {
  readonly host: string
  /** The bound port, also when 0 was asked for. */
  readonly port: number
  readonly security: ListenerSecurity
  close(): Promise<void>
}

export interface WantedListener {
  readonly host: string
  readonly port: number
  readonly security: ListenerSecurity
  /** A provider's; without them it has our own. */
  readonly manners?: Manners | null
}

export interface SmtpServer {
  /** Rejects with the system's error, e.g. EADDRINUSE. */
  open(listener: WantedListener): Promise<OpenListener>
  /** From now on those of these scenarios strike that are switched on. */
  followFaults(scenarios: readonly FaultScenario[]): void
  /** Encoded transcript lines not handed over yet; '' when there is no such session. */
  liveTranscript(sessionId: number): string
  liveSession(sessionId: number): Session | null
  readonly activeSessions: number
  /** 421 to everybody, then closes. */
  close(): Promise<void>
}

/** The SMTP server of the house: any number of listeners over one set of limits. */
export function createSmtpServer(options: SmtpServerOptions): SmtpServer {
  const secureContext = createSecureContext({
    key: options.certificate.key,
    cert: options.certificate.cert,
    // A client could otherwise make the server negotiate for ever.
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  })
  const connections = new Map<number, Connection>()
  const listeners = new Set<OpenListener>()
  const faults = new Faults()
  const houses = new Houses(options, faults)

  // One sweep over all sessions instead of a timer each: nothing is armed or cancelled per command.
  let sweeper: NodeJS.Timeout | null = null
  function sweep(): void {
    const now = Date.now()
    for (const connection of connections.values()) connection.sweep(now)
    houses.forget(now)
    armSweeper()
  }
  function armSweeper(): void {
    sweeper = setTimeout(sweep, houses.sweepEvery())
  }

  async function open(wanted: WantedListener): Promise<OpenListener> {
    const house = houses.of(wanted.manners ?? null)
    const own = new Set<Connection>()
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      const connection = new Connection(socket, house, secureContext, { listenerPort: port, security: wanted.security })
      const { session } = connection
      const refusal = house.gate.enter(session.record.facts.remoteAddress)
      connections.set(session.record.facts.id, connection)
      own.add(connection)
      socket.once('close', () => {
        connections.delete(session.record.facts.id)
        own.delete(connection)
        if (refusal === null) house.gate.leave(session.record.facts.remoteAddress)
      })
      connection.begin(refusal)
    })
    await listen(server, wanted.host, wanted.port)
    const { port } = server.address() as AddressInfo
    if (sweeper === null) armSweeper()
    const listener: OpenListener = {
      host: wanted.host,
      port,
      security: wanted.security,
      close: async () => {
        listeners.delete(listener)
        const closed = new Promise<void>((resolve) => server.close(() => resolve()))
        for (const connection of own) connection.shutDown()
        const giveUp = setTimeout(() => own.forEach((connection) => connection.destroy()), closingMilliseconds)
        await closed
        clearTimeout(giveUp)
      },
    }
    listeners.add(listener)
    return listener
  }

  return {
    open,
    followFaults: (scenarios) => faults.follow(scenarios),
    liveTranscript: (sessionId) => connections.get(sessionId)?.session.record.transcript.peek() ?? '',
    liveSession: (sessionId) => connections.get(sessionId)?.session.record.snapshot() ?? null,
    get activeSessions() {
      return connections.size
    },
    close: async () => {
      await Promise.all([...listeners].map((listener) => listener.close()))
      if (sweeper !== null) clearTimeout(sweeper)
      sweeper = null
    },
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, backlog }, () => {
      server.off('error', reject)
      // Out of file descriptors: this one connection could not be accepted. The listener lives on.
      server.on('error', () => undefined)
      resolve()
    })
  })
}
