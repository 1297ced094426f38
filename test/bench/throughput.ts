// Messages per second by Postfix's smtp-source, every server in turn within each round.
import { spawn } from 'node:child_process'
import { cpuSeconds, peakMemoryMb } from './processCost.ts'
import type { Server } from './servers.ts'
import { median } from './statistics.ts'

export interface Load {
  readonly bytes: number
  readonly connections: number
  /** false: one message per connection, as most apps send. */
  readonly kept: boolean
}

export interface Throughput {
  readonly server: string
  readonly load: Load
  readonly messagesPerSecond: number
  readonly cpuMsPer1000: number
  readonly peakMb: number
}

export function nameOf({ bytes, connections, kept }: Load): string {
  return `${bytes / 1024} KB × ${connections}${kept ? '' : ', one per connection'}`
}

/** How many messages make a run of about one to two seconds on a server of this kind. */
function messagesFor(server: string, load: Load): number {
  if (server === 'MailDev 3') {
    if (!load.kept) return load.connections === 1 ? 20 : load.connections * 20
    return load.bytes > 50_000 ? 300 : 1_500
  }
  if (!load.kept) return load.connections === 1 ? 1_500 : 4_000
  return load.bytes > 50_000 ? 3_000 : 12_000
}

export async function measureThroughput(servers: readonly Server[], load: Load, rounds: number): Promise<Throughput[]> {
  const runs = new Map(servers.map((server) => [server, { rates: [] as number[], cpu: [] as number[] }]))
  for (let round = 0; round < rounds; round++) {
    for (const [server, { rates, cpu }] of runs) {
      const messages = messagesFor(server.name, load)
      const cpuBefore = cpuSeconds(server.pid)
      const seconds = await sendAll(server.smtpPort, load, messages)
      rates.push(messages / seconds)
      cpu.push(((cpuSeconds(server.pid) - cpuBefore) * 1_000_000) / messages)
    }
  }
  return [...runs].map(([server, { rates, cpu }]) => ({
    server: server.name,
    load,
    messagesPerSecond: median(rates),
    cpuMsPer1000: median(cpu),
    peakMb: peakMemoryMb(server.pid),
  }))
}

async function sendAll(port: number, load: Load, messages: number): Promise<number> {
  const args = [
    '-s',
    load.connections,
    '-l',
    load.bytes,
    '-m',
    messages,
    '-f',
    'app@example.test',
    '-t',
    'to@example.test',
  ]
  if (load.kept) args.push('-d')
  const started = process.hrtime.bigint()
  const child = spawn('/usr/sbin/smtp-source', [...args.map(String), `127.0.0.1:${port}`], { stdio: 'inherit' })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error(`smtp-source ended with ${String(code)}`)
  return Number(process.hrtime.bigint() - started) / 1e9
}
