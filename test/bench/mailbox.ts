// What a person feels in a mailbox of 100,000: list page, opening one, full-text search, all over REST.
import { createConnection } from 'node:net'
import type { Server } from './servers.ts'
import { percentile } from './statistics.ts'

export interface MailboxTiming {
  readonly what: string
  readonly p50: number
  readonly p99: number
}

const words =
  'invoice order password reset welcome shipping report alert meeting ticket refund trial upgrade login'.split(' ')

export async function measureMailbox(server: Server, messages: number): Promise<MailboxTiming[]> {
  await fill(server.smtpPort, messages)
  await indexed(server)
  const newest = await rest(server, '/messages?limit=1')
  const id = (newest as { items: { id: number }[] }).items[0]?.id ?? 0
  const middle = await cursorInTheMiddle(server, messages)
  const asks: [string, (n: number) => string][] = [
    ['newest 100', () => '/messages?limit=100'],
    ['100 from the middle', () => `/messages?limit=100&cursor=${middle}`],
    ['open one', (n) => `/messages/${id - n}`],
    ['rare word', () => '/messages?search=needle&limit=50'],
    ['common word', () => '/messages?search=invoice&limit=50'],
    ['two words', () => '/messages?search=invoice%20refund&limit=50'],
    ['from:', () => '/messages?search=from%3Aapp42%40&limit=50'],
    ['ids of everything', () => '/messages/ids'],
  ]
  const timings: MailboxTiming[] = []
  for (const [what, path] of asks) {
    const samples: number[] = []
    for (let n = 0; n < 100; n++) {
      const started = performance.now()
      await rest(server, path(n))
      samples.push(performance.now() - started)
    }
    timings.push({ what, p50: percentile(samples, 0.5), p99: percentile(samples, 0.99) })
  }
  return timings
}

async function rest(server: Server, path: string): Promise<unknown> {
  if (!server.rest) throw new Error('only our own server has REST')
  const response = await fetch(server.rest.url + path, { headers: { authorization: `Bearer ${server.rest.key}` } })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

async function cursorInTheMiddle(server: Server, messages: number): Promise<string> {
  let cursor = ''
  for (let page = 0; page < messages / 1_000; page++) {
    const answer = (await rest(server, `/messages?limit=500${cursor && `&cursor=${cursor}`}`)) as { nextCursor: string }
    cursor = answer.nextCursor
  }
  return cursor
}

/** Waits until the full-text index has caught up: the word of the last message is found. */
async function indexed(server: Server): Promise<void> {
  for (;;) {
    const { total } = (await rest(server, '/messages?search=lastofall&limit=1')) as { total: number }
    if (total > 0) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/** Pipelines over eight connections; every message has its own sender, subject and words. */
async function fill(port: number, messages: number): Promise<void> {
  const connections = 8
  await Promise.all(
    Array.from({ length: connections }, async (_, connection) => {
      const mine: number[] = []
      for (let n = connection; n < messages; n += connections) mine.push(n)
      await pipeline(port, mine, messages)
    }),
  )
}

function pipeline(port: number, numbers: readonly number[], total: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port }).setEncoding('latin1')
    let next = 0
    let queued = 0
    const sendSome = () => {
      let batch = ''
      for (let n = 0; n < 20 && next < numbers.length; n++) batch += transaction(numbers[next++] ?? 0, total)
      socket.write(next < numbers.length ? batch : `${batch}QUIT\r\n`)
    }
    socket.on('data', (chunk: string) => {
      if (/^[45]\d\d/m.test(chunk)) reject(new Error(chunk))
      queued += chunk.match(/queued as/g)?.length ?? 0
      if (chunk.startsWith('220')) socket.write('EHLO bench.example.test\r\n')
      else if (chunk.includes('250 ') && queued === 0 && next === 0) sendSome()
      else if (queued === next && next < numbers.length) sendSome()
    })
    socket.once('close', () => (queued === numbers.length ? resolve() : reject(new Error('closed early'))))
  })
}

function transaction(n: number, total: number): string {
  const pick = (step: number) => words[(n * 7 + step * 5 + Math.floor(n / 13)) % words.length]
  const text = Array.from({ length: 120 }, (_, step) => pick(step)).join(' ')
  const rare = n % 20_000 === 7 ? 'needle' : ''
  const last = n === total - 1 ? 'lastofall' : ''
  const header = `From: App ${n % 100} <app${n % 100}@example.test>\r\nTo: user${n % 977}@example.test\r\nSubject: ${pick(1)} ${pick(2)} number ${n}\r\n`
  return `MAIL FROM:<app@example.test>\r\nRCPT TO:<user${n % 977}@example.test>\r\nBDAT ${Buffer.byteLength(header) + 2 + text.length + rare.length + last.length + 4} LAST\r\n${header}\r\n${text} ${rare} ${last}\r\n`
}
