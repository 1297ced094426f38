import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MessageDetail } from '../../shared/model/message.ts'
import { sendRaw } from '../support/rawSmtp.ts'
import { removeFolder, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'
import { hostileMails } from './all.ts'
import { canaryAt } from './hostileMail.ts'

// The engine alone, without a page: every hostile mail is captured, kept byte by byte, read to the end and served,
// and the same process is still there afterwards.

let host: TestHost
const data = temporaryFolder()
const canary = canaryAt('http://127.0.0.1:9')

beforeAll(async () => {
  host = await startHost(data)
})
afterAll(async () => {
  await host.stop()
  removeFolder(data)
})

describe('hostile mail is captured, read and served', () => {
  test.each(hostileMails)('$name', async ({ bytes }) => {
    const sent = bytes(canary)
    const id = /queued as (\d+)/.exec(await sendRaw(host.smtpPort, { bytes: sent }))?.[1]
    expect(id).toBeDefined()

    const raw = await host.rest(`/messages/${id}/raw`)
    expect(Buffer.from(await raw.arrayBuffer()).equals(sent), 'identical bytes').toBe(true)

    const detail = await host.rest(`/messages/${id}`)
    expect(detail.status).toBe(200)
    const message = (await detail.json()) as MessageDetail
    expect(message.size).toBe(sent.length)
    for (const part of message.parts) {
      expect(part.filename ?? '').not.toMatch(/[/\\\p{Cc}\p{Cf}]/u)
      expect(part.contentType).toMatch(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/)
    }
    for (const part of message.parts.slice(0, 15)) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: the answers are looked at, not timed
      const file = await host.rest(`/messages/${id}/parts/${encodeURIComponent(part.id)}`)
      expect(file.status, part.id).toBe(200)
      // A browser that follows such an address must neither render nor run it.
      expect(file.headers.get('x-content-type-options')).toBe('nosniff')
      expect(file.headers.get('content-security-policy') ?? '').toMatch(/sandbox|default-src 'none'/)
      // oxlint-disable-next-line no-await-in-loop
      expect((await file.arrayBuffer()).byteLength).toBe(part.size)
    }
    for (const what of ['html', 'text']) {
      // oxlint-disable-next-line no-await-in-loop
      const body = await host.rest(`/messages/${id}/${what}`)
      expect([200, 404]).toContain(body.status)
      expect(body.headers.get('x-content-type-options')).toBe('nosniff')
      expect(body.headers.get('content-security-policy') ?? '').toMatch(/sandbox|default-src 'none'/)
    }
    expect(host.process.exitCode).toBeNull()
  })
})

test('10,000 parts and 500 levels end in a finding on the message', async () => {
  for (const subject of ['10,000 parts', '500 levels']) {
    // oxlint-disable-next-line no-await-in-loop
    const found = await host.rest(
      `/messages/wait?${new URLSearchParams({ search: `subject:"${subject}"`, timeout: '10' })}`,
    )
    // oxlint-disable-next-line no-await-in-loop
    const { findings } = (await found.json()) as MessageDetail
    expect(findings.length, subject).toBeGreaterThan(0)
  }
})
