import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { decodeQuestion, encodeAnswer, type DnsQuestion, type DnsRecord } from './dnsMessage.ts'

/** Values in the words of zone files (`10 mx.example.com`); a value of TXT may be several strings. */
export type Values = readonly (string | readonly string[])[]

/**
 * What is answered to one question. `silence`: nothing. `garbage`: bytes that are no message. `wrongId`: an answer to another
 * question, as a forger sends it. `truncated`: cut over UDP, whole over TCP. `milliseconds`: late.
 */
export type Answer =
  | Values
  | 'NXDOMAIN'
  | 'SERVFAIL'
  | 'REFUSED'
  | 'silence'
  | 'garbage'
  | { readonly wrongId: Values }
  | { readonly truncated: Values }
  | { readonly values: Values; readonly milliseconds: number }

export interface NameServer {
  /** For `dnsServer` and `Resolver.setServers`: `127.0.0.1:5353`. */
  readonly address: string
  /** What was asked, in order: `A mail.test`, over TCP `A mail.test tcp`. */
  readonly asked: readonly string[]
  /** Resolves when that was asked for, or has been. */
  waitFor(question: string): Promise<void>
  close(): Promise<void>
}

/** Larger answers over UDP are cut, as EDNS resolvers have it. */
const largestDatagram = 1_232

/**
 * A real name server on a port of its own, UDP and TCP. Its zones: `{ 'mail.test': { A: ['127.0.0.1'], MX: 'SERVFAIL' } }`, or
 * one answer for whatever is asked of a name; `'*'` is for names that are not there. Other names do not exist; other types of a
 * name that is there have no data. CNAMEs are followed.
 */
export async function nameServer(
  zones: Readonly<Record<string, Answer | Record<string, Answer>>>,
): Promise<NameServer> {
  const asked: string[] = []
  const waiting = new Map<string, (() => void)[]>()
  const timers = new Set<NodeJS.Timeout>()
  const sockets = new Set<Socket>()
  const { tcp, udp, port } = await bothOnOnePort()

  function note(question: string): void {
    asked.push(question)
    for (const resolve of waiting.get(question) ?? []) resolve()
    waiting.delete(question)
  }

  function respond(message: Buffer, overTcp: boolean, send: (bytes: Buffer) => void): void {
    const question = decodeQuestion(message)
    note(`${question.type} ${question.name}${overTcp ? ' tcp' : ''}`)
    const answer = find(zones, question)
    if (answer === 'silence') return
    if (answer === 'garbage') return send(Buffer.from('no name server at all'))
    if (typeof answer === 'string') return send(encodeAnswer(question, { rcode: answer }))
    if ('wrongId' in answer)
      return send(
        encodeAnswer(
          { ...question, id: question.id ^ 0x5555 },
          { records: recordsOf(zones, question, answer.wrongId) },
        ),
      )
    if ('milliseconds' in answer) {
      const timer = setTimeout(() => {
        timers.delete(timer)
        send(encodeAnswer(question, { records: recordsOf(zones, question, answer.values) }))
      }, answer.milliseconds)
      timers.add(timer)
      return
    }
    const whole = encodeAnswer(question, {
      records: recordsOf(zones, question, 'truncated' in answer ? answer.truncated : answer),
    })
    const cut = !overTcp && ('truncated' in answer || whole.length > largestDatagram)
    send(cut ? encodeAnswer(question, { truncated: true }) : whole)
  }

  udp.on('message', (message, { port: from, address }) =>
    respond(message, false, (bytes) => udp.send(bytes, from, address)),
  )
  tcp.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    let read = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      read = Buffer.concat([read, chunk])
      while (read.length >= 2 && read.length >= 2 + read.readUInt16BE(0)) {
        const end = 2 + read.readUInt16BE(0)
        respond(read.subarray(2, end), true, (bytes) => {
          const length = Buffer.alloc(2)
          length.writeUInt16BE(bytes.length)
          socket.write(Buffer.concat([length, bytes]))
        })
        read = read.subarray(end)
      }
    })
  })

  return {
    address: `127.0.0.1:${port}`,
    asked,
    waitFor: (question) =>
      asked.includes(question)
        ? Promise.resolve()
        : new Promise((resolve) => waiting.set(question, [...(waiting.get(question) ?? []), resolve])),
    close: async () => {
      for (const timer of timers) clearTimeout(timer)
      for (const socket of sockets) socket.destroy()
      udp.close()
      tcp.close()
      await Promise.all([once(udp, 'close'), once(tcp, 'close')])
    },
  }
}

/** The port that TCP got may be taken for UDP; then another one is asked for. */
async function bothOnOnePort() {
  for (;;) {
    const tcp = createServer().listen(0, '127.0.0.1')
    // oxlint-disable-next-line no-await-in-loop -- one try after the other
    await once(tcp, 'listening')
    const { port } = tcp.address() as AddressInfo
    const udp = createSocket('udp4')
    udp.bind(port, '127.0.0.1')
    try {
      // oxlint-disable-next-line no-await-in-loop
      await once(udp, 'listening')
      return { tcp, udp, port }
    } catch {
      udp.close()
      tcp.close()
    }
  }
}

function find(zones: Readonly<Record<string, Answer | Record<string, Answer>>>, { name, type }: DnsQuestion): Answer {
  const zone = Object.hasOwn(zones, name) ? zones[name] : zones['*']
  if (zone === undefined) return 'NXDOMAIN'
  if (
    typeof zone === 'string' ||
    Array.isArray(zone) ||
    'wrongId' in zone ||
    'truncated' in zone ||
    'milliseconds' in zone
  )
    return zone as Answer
  const types = zone as Record<string, Answer>
  return types[type] ?? types['CNAME'] ?? types['*'] ?? []
}

function recordsOf(
  zones: Readonly<Record<string, Answer | Record<string, Answer>>>,
  question: DnsQuestion,
  values: Values,
): DnsRecord[] {
  const zone = zones[question.name]
  const isAlias = question.type !== 'CNAME' && typeof zone === 'object' && 'CNAME' in zone && !(question.type in zone)
  if (!isAlias) return values.map((value) => ({ name: question.name, type: question.type, value }))
  const target = String(values[0])
  const further = find(zones, { ...question, name: target })
  return [
    { name: question.name, type: 'CNAME', value: target },
    ...(Array.isArray(further) ? recordsOf(zones, { ...question, name: target }, further as Values) : []),
  ]
}
