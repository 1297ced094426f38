import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import { once } from 'node:events'

/** What a client said and brought in one transaction. */
export interface TakenMessage {
  readonly mailFrom: string
  readonly recipients: readonly string[]
  readonly bytes: Buffer
  readonly encrypted: boolean
  /** Which connection brought it, counted from 1. */
  readonly connection: number
}

type Answer = string | null

/** How the server behaves. An answer is a whole reply without its CRLF; null closes the connection without one. */
export interface UpstreamManners {
  greeting?: Answer | Promise<Answer>
  /** Extensions in EHLO. */
  extensions?: readonly string[]
  auth?: (line: string) => Answer
  mail?: (line: string, connection: number) => Answer
  rcpt?: (address: string) => Answer
  data?: Answer
  /** Closes after so many bytes of a message. */
  dropAfterBytes?: number
  /** The answer to a message: `queued` counts those of this connection before it. */
  message?: (queued: number, bytes: Buffer) => Answer | Promise<Answer>
  /** Closes after its 250. */
  closesAfterMessage?: boolean
  tls?: { readonly key: string; readonly cert: string; readonly implicit?: boolean }
}

/** A server of one's own to send through, as unreliable as a test wants it. */
export interface UpstreamServer {
  readonly port: number
  readonly taken: TakenMessage[]
  /** Connections so far. */
  readonly connections: number
  /** Logins that were tried. */
  readonly logins: number
  manners: UpstreamManners
  /** Resolves once so many messages were taken. */
  got(count: number): Promise<readonly TakenMessage[]>
  close(): Promise<void>
}

/** A real SMTP server on loopback, of a few lines, that does what `manners` say. */
export async function startUpstream(manners: UpstreamManners = {}, port = 0): Promise<UpstreamServer> {
  const sockets = new Set<Socket>()
  const waiting = new Set<() => void>()
  let connections = 0
  let logins = 0
  const upstream: UpstreamServer = {
    get port() {
      return (server.address() as AddressInfo).port
    },
    taken: [],
    get connections() {
      return connections
    },
    get logins() {
      return logins
    },
    manners,
    async got(count) {
      while (upstream.taken.length < count) await new Promise<void>((resolve) => waiting.add(resolve))
      return upstream.taken
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  const onConnection = (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
    converse(socket, upstream, connections, {
      login: () => (logins += 1),
      take: (message) => {
        upstream.taken.push(message)
        for (const resolve of waiting) resolve()
        waiting.clear()
      },
    })
  }
  const server: Server = manners.tls?.implicit
    ? createTlsServer({ key: manners.tls.key, cert: manners.tls.cert }, onConnection)
    : createServer(onConnection)
  server.on('tlsClientError', () => undefined)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return upstream
}

interface Log {
  login(): void
  take(message: TakenMessage): void
}

function converse(first: Socket, upstream: UpstreamServer, connection: number, log: Log): void {
  let socket = first
  let input = Buffer.alloc(0)
  let mailFrom = ''
  let inTransaction = false
  let recipients: string[] = []
  let inMessage = false
  let queued = 0
  let busy = false

  const say = (answer: Answer): void => {
    if (answer === null) socket.destroy()
    else socket.write(`${answer.replaceAll('\n', '\r\n')}\r\n`)
  }

  function listen(): void {
    socket.on('data', (chunk: Buffer) => {
      input = Buffer.concat([input, chunk])
      void work()
    })
    socket.on('error', () => undefined)
  }

  async function work(): Promise<void> {
    if (busy) return
    busy = true
    while (await step());
    busy = false
  }

  /** Whether something was done, and there may be more. */
  async function step(): Promise<boolean> {
    const { manners } = upstream
    if (inMessage) {
      if (manners.dropAfterBytes !== undefined && input.length >= manners.dropAfterBytes) {
        socket.destroy()
        return false
      }
      const end = input.subarray(0, 3).toString() === '.\r\n' ? 0 : input.indexOf('\r\n.\r\n')
      if (end < 0) return false
      const bytes = input.subarray(0, end === 0 ? 0 : end + 2)
      input = input.subarray(end === 0 ? 3 : end + 5)
      inMessage = false
      const unstuffed = Buffer.from(bytes.toString('latin1').replace(/^\./gm, ''), 'latin1')
      const answer = manners.message
        ? await manners.message(queued, unstuffed)
        : `250 2.0.0 Ok: queued as ${queued + 1}`
      if (answer?.startsWith('2')) {
        queued += 1
        log.take({ mailFrom, recipients, bytes: unstuffed, encrypted: socket instanceof TLSSocket, connection })
      }
      say(answer)
      inTransaction = false
      recipients = []
      if (answer?.startsWith('421') || (answer !== null && manners.closesAfterMessage)) socket.end()
      return true
    }
    const at = input.indexOf('\r\n')
    if (at < 0) return false
    const line = input.subarray(0, at).toString()
    input = input.subarray(at + 2)
    command(line)
    return true
  }

  function command(line: string): void {
    const { manners } = upstream
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'EHLO') {
      const names = [...(manners.extensions ?? ['8BITMIME', 'SMTPUTF8', 'PIPELINING', 'DSN', 'ENHANCEDSTATUSCODES'])]
      if (manners.tls && !manners.tls.implicit && !(socket instanceof TLSSocket)) names.push('STARTTLS')
      if (manners.auth) names.push('AUTH PLAIN LOGIN XOAUTH2')
      say(
        ['upstream.test', ...names]
          .map((name, index, all) => `250${index < all.length - 1 ? '-' : ' '}${name}`)
          .join('\n'),
      )
    } else if (verb === 'STAR' && manners.tls) {
      say('220 2.0.0 Go ahead')
      first.removeAllListeners('data')
      socket = new TLSSocket(first, { isServer: true, key: manners.tls.key, cert: manners.tls.cert })
      listen()
    } else if (verb === 'AUTH') {
      log.login()
      say(manners.auth?.(line) ?? '502 5.5.1 No')
    } else if (verb === 'MAIL' && inTransaction) {
      // As Postfix says it.
      say('503 5.5.1 Error: nested MAIL command')
    } else if (verb === 'MAIL') {
      const answer = manners.mail ? manners.mail(line, connection) : '250 2.1.0 Ok'
      if (answer?.startsWith('2')) {
        mailFrom = line.slice(10)
        inTransaction = true
      }
      say(answer)
      if (answer?.startsWith('421')) socket.end()
    } else if (verb === 'RCPT' && !inTransaction) {
      say('503 5.5.1 Error: need MAIL command')
    } else if (verb === 'RCPT') {
      const address = /<([^>]*)>/.exec(line)?.[1] ?? ''
      const answer = manners.rcpt ? manners.rcpt(address) : '250 2.1.5 Ok'
      if (answer?.startsWith('2')) recipients = [...recipients, line.slice(8)]
      say(answer)
    } else if (verb === 'DATA') {
      if (recipients.length === 0) say('554 5.5.1 No valid recipients')
      else {
        const answer = manners.data === undefined ? '354 Go' : manners.data
        say(answer)
        inMessage = answer?.startsWith('354') === true
      }
    } else if (verb === 'RSET') {
      inTransaction = false
      recipients = []
      say('250 2.0.0 Ok')
    } else if (verb === 'QUIT') {
      say('221 2.0.0 Bye')
      socket.end()
    } else say('500 5.5.1 What?')
  }

  listen()
  const { greeting = '220 upstream.test ESMTP' } = upstream.manners
  if (greeting instanceof Promise) void greeting.then(say)
  else say(greeting)
}
