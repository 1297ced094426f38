// npm run bench [-- --quick] [-- --write]
// Everything in one session on one machine, servers in turn, medians. --write puts the tables into docs/performance.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, platform, release } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from '../../scripts/project.ts'
import { measureAuthentication } from './authentication.ts'
import { measureColdStart } from './coldStart.ts'
import { measureDiagnostics } from './diagnostics.ts'
import { type Latency, measureLatency } from './latency.ts'
import { measureMailbox } from './mailbox.ts'
import { measureQueue } from './queue.ts'
import {
  authenticationTable,
  diagnosticsTable,
  latencyTable,
  mailboxTable,
  queueTable,
  throughputTable,
} from './report.ts'
import { root, startMailDev, startSandpost, startSmtpSink } from './servers.ts'
import { measureSubscriber } from './subscriber.ts'
import { type Load, type Throughput, measureThroughput, nameOf } from './throughput.ts'

if (platform() !== 'linux' || !existsSync('/usr/sbin/smtp-source')) {
  console.error('The benchmark needs Linux and Postfix’s smtp-source and smtp-sink (Debian: apt-get install postfix).')
  process.exit(2)
}
const quick = process.argv.includes('--quick')
const rounds = quick ? 1 : 3
await ensureBuilt()

const sizes = quick ? [1_024] : [1_024, 10_240, 102_400]
const loads: Load[] = sizes.flatMap((bytes) =>
  [1, 10, 50].flatMap((connections) => [true, false].map((kept) => ({ bytes, connections, kept }))),
)

const servers = [await startSandpost(), await startSmtpSink(), await startMailDev()]
const sections: string[] = []
const report = (...texts: string[]) => {
  sections.push(...texts)
  console.log(`${texts.join('\n\n')}\n`)
}
report(
  `${cpus().length} × ${cpus()[0]?.model}, ${platform()} ${release()}, Node ${process.versions.node}; medians of ${rounds} rounds.`,
)
const throughput: Throughput[] = []
try {
  for (const load of loads) {
    console.error(`throughput: ${nameOf(load)}`)
    throughput.push(...(await measureThroughput(servers, load, rounds)))
  }
  report('### Messages per second', throughputTable(throughput))

  const latencies: Latency[] = []
  for (const connections of [1, 10, 50]) {
    for (const server of servers) {
      console.error(`latency: ${server.name} × ${connections}`)
      latencies.push(await measureLatency(server, connections, server.name === 'MailDev 3' ? 40 : 200))
    }
  }
  report('### Final dot to 250', latencyTable(latencies))
} finally {
  for (const server of servers) await server.stop()
}

/** CPU of a message at 1 KB × 50, in milliseconds per 1,000, which is microseconds for one. */
function cpuOf(kept: boolean): number {
  const found = throughput.find(
    ({ server, load }) =>
      server === 'Sandpost' && load.bytes === 1_024 && load.connections === 50 && load.kept === kept,
  )
  if (!found) throw new Error('1 KB × 50 was not measured')
  return found.cpuMsPer1000
}

console.error('subscriber and mailbox')
const ours = await startSandpost()
try {
  const { p50, p99 } = await measureSubscriber(ours, quick ? 100 : 500)
  report('### From 250 to the row', `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, one message every 10 ms.`)
  const count = quick ? 5_000 : 100_000
  report(
    `### A mailbox of ${count.toLocaleString('en')} (REST, whole round trip)`,
    mailboxTable(await measureMailbox(ours, count)),
  )
} finally {
  await ours.stop()
}

console.error('authentication')
const count = quick ? 1_000 : 10_000
const cost = await measureAuthentication(count)
report(
  `### Checking who sends, with ${count.toLocaleString('en')} credentials`,
  authenticationTable(cost, { kept: cpuOf(true), alone: cpuOf(false) }),
)

console.error('queue')
const queue = await measureQueue(quick ? 500 : 3_000, rounds)
report('### A full queue empties (1 KB, 20 connections, to the same smtp-sink)', queueTable(queue))

console.error('diagnostics')
report('### A look at the TLS of one port with STARTTLS', diagnosticsTable(await measureDiagnostics(rounds)))

console.error('cold start')
const cold = await measureColdStart(quick ? 3 : 11)
report(
  '### Cold start',
  `Process start to the first greeting: ${cold.first.toFixed(0)} ms with an empty data folder (the certificate is made), ${cold.again.toFixed(0)} ms after that.`,
)

if (process.argv.includes('--write')) {
  const page = join(root, 'docs/performance.md')
  const [before] = readFileSync(page, 'utf8').split('<!-- measured -->')
  writeFileSync(page, `${before}<!-- measured -->\n\n${sections.join('\n\n')}\n`)
}
