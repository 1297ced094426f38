// How fast a queue that is full empties: Sandpost and Postfix, each with the same messages, to the same sink.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import { startPostfix } from '../support/postfix.ts'
import { startSandpost, startSmtpSink } from './servers.ts'
import { median } from './statistics.ts'

export interface QueueRate {
  readonly server: string
  readonly messagesPerSecond: number
}

const connections = 20
const message = `From: app@example.test\r\nTo: to@example.test\r\nSubject: Queue\r\n\r\n${'A line of some length, as mail has them.\r\n'.repeat(22)}`

/** Messages of about 1 KB over 20 connections, medians of the rounds; Postfix is left out where it cannot run. */
export async function measureQueue(messages: number, rounds: number): Promise<QueueRate[]> {
  const sink = await startSmtpSink()
  const ours: number[] = []
  const theirs: number[] = []
  try {
    for (let round = 0; round < rounds; round += 1) {
      ours.push(messages / (await emptySandpost(messages, sink.smtpPort)))
      const seconds = await emptyPostfix(messages, sink.smtpPort)
      if (seconds !== null) theirs.push(messages / seconds)
    }
  } finally {
    await sink.stop()
  }
  return [
    { server: 'Sandpost', messagesPerSecond: median(ours) },
    ...(theirs.length > 0 ? [{ server: 'Postfix', messagesPerSecond: median(theirs) }] : []),
  ]
}

async function inject(port: number, count: number, auth?: { user: string; pass: string }): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    auth,
    pool: true,
    maxConnections: 10,
    maxMessages: Infinity,
  })
  const envelope = { from: 'app@example.test', to: 'to@example.test' }
  let left = count
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      while (left > 0) {
        left -= 1
        await transport.sendMail({ envelope, raw: message })
      }
    }),
  )
  transport.close()
}

async function emptySandpost(messages: number, sinkPort: number): Promise<number> {
  const server = await startSandpost()
  const { rest } = server
  if (!rest) throw new Error('no REST door')
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${rest.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${rest.key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
    return (await response.json()) as T
  }
  try {
    const upstream = { name: 'Sink', host: '127.0.0.1', port: sinkPort, security: 'none', connections, paused: true }
    const { id } = await ask<{ id: string }>('POST', '/upstreams', { ...upstream, messagesPerConnection: 100_000 })
    await ask('PUT', '/routes', { otherwise: { is: 'relay', upstreamId: id } })
    await ask('PUT', '/sandbox-lock', { locked: false })
    const login = await ask<{ username: string; password: string }>('POST', '/smtp-credentials', {
      name: 'bench',
      mode: 'production',
    })
    await inject(server.smtpPort, messages, { user: login.username, pass: login.password })
    const started = performance.now()
    await ask('PATCH', `/upstreams/${id}`, { paused: false })
    while ((await ask<{ waiting: number }>('GET', `/upstreams/${id}`)).waiting > 0) await sleep(20)
    return (performance.now() - started) / 1_000
  } finally {
    await server.stop()
  }
}

async function emptyPostfix(messages: number, sinkPort: number): Promise<number | null> {
  const limits = `
default_destination_concurrency_limit = ${connections}
smtp_destination_concurrency_limit = ${connections}
initial_destination_concurrency = ${connections}
default_process_limit = 100
defer_transports = smtp relay
`
  const postfix = await startPostfix(sinkPort, limits)
  if (!postfix) return null
  try {
    await inject(postfix.port, messages)
    postfix.run('postconf', '-e', 'defer_transports=')
    postfix.run('postfix', 'reload')
    await sleep(1_000)
    const started = performance.now()
    postfix.run('postqueue', '-f')
    while (waiting(postfix.queue) > 0) await sleep(20)
    return (performance.now() - started) / 1_000
  } finally {
    postfix.stop()
  }
}

/** Queue files lie in folders by the first letters of their names. */
function waiting(queue: string): number {
  return ['incoming', 'active', 'deferred'].reduce(
    (sum, name) =>
      sum +
      readdirSync(join(queue, name), { recursive: true, encoding: 'utf8' }).filter((path) => /\w{6,}$/.test(path))
        .length,
    0,
  )
}
