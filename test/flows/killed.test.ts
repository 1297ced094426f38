import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keptConnection } from '../support/sendSmtp.ts'
import { removeFolder, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'

const rounds = 5
const clients = 10
/** Answered messages after which a round's host is killed: different moments of a commit each time. */
const enough = [20, 90, 5, 150, 60]

const folder = temporaryFolder()
let host: TestHost
const answered = new Map<string, string>()

beforeAll(async () => {
  host = await startHost(folder)
})
afterAll(async () => {
  await host.stop()
  removeFolder(folder)
})

/** Sends until the host is gone; every message answered 250 is written down with the hash of its bytes. */
async function sendUntilKilled(port: number, onAnswer: () => void): Promise<void> {
  const transport = keptConnection(port)
  try {
    for (;;) {
      const token = randomBytes(12).toString('hex')
      const noise = randomBytes(1 + (randomBytes(2).readUInt16LE() % 20_000)).toString('base64')
      const raw = Buffer.from(`Subject: ${token}\r\nX-Noise: kill\r\n\r\n${noise.replace(/(.{76})/g, '$1\r\n')}\r\n`)
      await transport.sendMail({ envelope: { from: 'a@example.test', to: 'b@example.test' }, raw })
      answered.set(token, createHash('sha256').update(raw).digest('hex'))
      onAnswer()
    }
  } catch {
    // The host was killed in the middle: this message was not answered.
  } finally {
    transport.close()
  }
}

describe('a host that is killed under load', () => {
  it(
    `has every message it answered 250, once, with the same bytes, after ${rounds} times SIGKILL`,
    { timeout: 180_000 },
    async () => {
      for (const limit of enough) {
        const target = answered.size + limit
        await new Promise<void>((resolve) => {
          let killed: Promise<void> | null = null
          const onAnswer = () => {
            if (answered.size >= target) killed ??= host.kill()
          }
          void Promise.all(Array.from({ length: clients }, () => sendUntilKilled(host.smtpPort, onAnswer)))
            .then(() => killed)
            .then(() => resolve())
        })
        host = await startHost(folder)
      }

      const { ids } = (await (await host.rest('/messages/ids')).json()) as { ids: number[] }
      const stored = new Map<string, string[]>()
      for (const id of ids) {
        const bytes = Buffer.from(await (await host.rest(`/messages/${id}/raw`)).arrayBuffer())
        const token = /^Subject: (\w+)/.exec(bytes.toString('latin1'))?.[1] ?? ''
        stored.set(token, [...(stored.get(token) ?? []), createHash('sha256').update(bytes).digest('hex')])
      }
      expect(answered.size).toBeGreaterThanOrEqual(enough.reduce((sum, limit) => sum + limit))
      for (const [token, hash] of answered) expect(stored.get(token), token).toEqual([hash])
      // What was stored without its 250 having reached the client is whole too, and not there twice.
      for (const hashes of stored.values()) expect(hashes).toHaveLength(1)
    },
  )

  it('is searched again', async () => {
    const [token] = [...answered.keys()].slice(-1)
    const found = await host.rest(`/messages/wait?search=${token}&timeout=60`)
    expect(found.status).toBe(200)
  })
})
