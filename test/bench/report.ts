import type { AuthenticationCost } from './authentication.ts'
import type { DiagnosticsTiming } from './diagnostics.ts'
import type { Latency } from './latency.ts'
import type { MailboxTiming } from './mailbox.ts'
import type { QueueRate } from './queue.ts'
import { type Throughput, nameOf } from './throughput.ts'

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}

const whole = (value: number) => Math.round(value).toLocaleString('en')

/** One row a load: rates of each server, our ratio to the ceiling and to the peer, CPU and memory. */
export function throughputTable(results: readonly Throughput[]): string {
  const loads = [...new Set(results.map((result) => nameOf(result.load)))]
  const head = [
    '',
    'Sandpost',
    'smtp-sink',
    'MailDev 3',
    '÷ smtp-sink',
    '÷ MailDev',
    'CPU ms per 1,000 (Sandpost / MailDev)',
    'peak MB (Sandpost / MailDev)',
  ]
  const rows = loads.map((name) => {
    const of = (server: string) => results.find((result) => nameOf(result.load) === name && result.server === server)
    const [ours, sink, peer] = [of('Sandpost'), of('smtp-sink'), of('MailDev 3')]
    if (!ours || !sink || !peer) throw new Error(`no complete row for ${name}`)
    return [
      name,
      whole(ours.messagesPerSecond),
      whole(sink.messagesPerSecond),
      whole(peer.messagesPerSecond),
      (ours.messagesPerSecond / sink.messagesPerSecond).toFixed(2),
      (ours.messagesPerSecond / peer.messagesPerSecond).toFixed(1),
      `${whole(ours.cpuMsPer1000)} / ${whole(peer.cpuMsPer1000)}`,
      `${whole(ours.peakMb)} / ${whole(peer.peakMb)}`,
    ]
  })
  return table(head, rows)
}

export function latencyTable(results: readonly Latency[]): string {
  const rows = results.map((result) => [
    `${result.server} × ${result.connections}`,
    result.p50.toFixed(2),
    result.p99.toFixed(2),
  ])
  return table(['busy connections, 1 KB', 'p50 ms', 'p99 ms'], rows)
}

export function mailboxTable(results: readonly MailboxTiming[]): string {
  return table(
    ['', 'p50 ms', 'p99 ms'],
    results.map((result) => [result.what, result.p50.toFixed(1), result.p99.toFixed(1)]),
  )
}

/**
 * Beside the CPU time of a message at 1 KB × 50, in microseconds: with a connection of its own, which is when there is a
 * login for each message, and over a connection that is kept.
 */
export function authenticationTable(cost: AuthenticationCost, message: { kept: number; alone: number }): string {
  const share = (microseconds: number, of: number) => `${((100 * microseconds) / of).toFixed(1)} %`
  const row = (name: string, microseconds: number) => [
    name,
    microseconds.toFixed(1),
    share(microseconds, message.alone),
    share(microseconds, message.kept),
  ]
  return table(
    ['', 'µs', 'of a message with a connection of its own', 'of a message on a kept connection'],
    [
      row('login with user name and password', cost.login),
      row('login with an API key', cost.keyLogin),
      row('the credential at MAIL FROM', cost.transaction),
    ],
  )
}

export function queueTable(results: readonly QueueRate[]): string {
  const ours = results.find(({ server }) => server === 'Sandpost')?.messagesPerSecond ?? 0
  return table(
    ['sender', 'messages per second', 'Sandpost ÷ it'],
    results.map(({ server, messagesPerSecond }) => [
      server,
      whole(messagesPerSecond),
      (ours / messagesPerSecond).toFixed(2),
    ]),
  )
}

export function diagnosticsTable(results: readonly DiagnosticsTiming[]): string {
  const times = (theirs: number | null, ours: number) => (theirs === null ? '–' : `${whole(theirs / ours)} ×`)
  return table(
    ['', 'Sandpost ms', 'sslscan ms', 'testssl.sh ms', 'sslscan ÷', 'testssl.sh ÷'],
    results.map(({ what, ours, sslscan, testssl }) => [
      what,
      ours.toFixed(0),
      sslscan === null ? '–' : whole(sslscan),
      testssl === null ? '–' : whole(testssl),
      times(sslscan, ours),
      times(testssl, ours),
    ]),
  )
}
