import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Change } from '../../shared/contract/events.ts'
import { rpcOver } from '../support/rpc.ts'
import { sendSmtp } from '../support/sendSmtp.ts'
import { removeFolder, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'

let host: TestHost
const folder = temporaryFolder()

beforeAll(async () => {
  host = await startHost(folder)
})
afterAll(async () => {
  await host.stop()
  removeFolder(folder)
})

async function subscribers(): Promise<number> {
  const text = await (await fetch(`${host.http}/metrics`)).text()
  return Number(/^sandpost_subscribers (\d+)$/m.exec(text)?.[1])
}

describe('live changes', () => {
  it('carry the whole summary of a captured message, after it is on disk', async () => {
    const { client, socket } = rpcOver(host.http)
    const changes = await client.events.stream()
    await sendSmtp(host.smtpPort, { subject: 'Announced' })
    for await (const change of changes) {
      Change.parse(change)
      if (change.type !== 'messagesCaptured') continue
      expect(change.messages[0]).toMatchObject({ subject: 'Announced', unread: true })
      expect(await client.messages.list({ search: 'subject:Announced' })).toMatchObject({ total: 1 })
      break
    }
    socket.close()
  })

  it('stop costing anything when the subscriber’s connection dies', async () => {
    const before = await subscribers()
    const { client, socket } = rpcOver(host.http)
    await Promise.all([client.events.stream(), client.events.stream(), client.events.stream()])
    expect(await subscribers()).toBe(before + 3)
    socket.terminate()
    await expect.poll(subscribers).toBe(before)
  })

  it('stop costing anything when the subscriber has enough', async () => {
    const before = await subscribers()
    const { client, socket } = rpcOver(host.http)
    const changes = await client.events.stream()
    expect(await subscribers()).toBe(before + 1)
    await changes.return()
    await expect.poll(subscribers).toBe(before)
    socket.close()
    await once(socket, 'close')
  })

  it('come over REST as server-sent events, until the client leaves', async () => {
    const before = await subscribers()
    const leave = new AbortController()
    const answer = await host.rest('/events', { signal: leave.signal })
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    await sendSmtp(host.smtpPort, { subject: 'Streamed' })
    let text = ''
    while (!text.includes('Streamed')) text += (await reader?.read())?.value ?? ''
    expect(text).toContain('"type":"messagesCaptured"')
    leave.abort()
    await expect.poll(subscribers).toBe(before)
  })
})

describe('waiting for a message', () => {
  it('answers with one that is there already', async () => {
    await sendSmtp(host.smtpPort, { subject: 'Already here' })
    const answer = await host.rest('/messages/wait?search=subject:%22already+here%22&timeout=20')
    expect(await answer.json()).toMatchObject({ subject: 'Already here' })
  })

  it('answers with the first that comes, not with one from before', async () => {
    await sendSmtp(host.smtpPort, { subject: 'Round' })
    const first = (await (await host.rest('/messages/wait?search=subject:round')).json()) as { id: number }
    const waiting = host.rest(`/messages/wait?search=subject:round&after=${first.id}&timeout=20`)
    await sendSmtp(host.smtpPort, { subject: 'Square' })
    await sendSmtp(host.smtpPort, { subject: 'Round' })
    const second = (await (await waiting).json()) as { id: number }
    expect(second.id).toBeGreaterThan(first.id)
  })

  it('finds words of the body of a message that comes', async () => {
    const waiting = host.rest('/messages/wait?search=xylophone&timeout=20')
    await sendSmtp(host.smtpPort, { subject: 'Music', text: 'A xylophone is played.' })
    expect(await (await waiting).json()).toMatchObject({ subject: 'Music' })
  })

  it('answers 408 when none came', async () => {
    const answer = await host.rest('/messages/wait?search=subject:never&timeout=0')
    expect(answer.status).toBe(408)
    expect(await answer.json()).toEqual({ code: 'TIMED_OUT', message: 'No message matched in time.' })
  })

  it('ends when the client goes', async () => {
    const before = await subscribers()
    const leave = new AbortController()
    const waiting = host.rest('/messages/wait?search=subject:never&timeout=600', { signal: leave.signal })
    await expect.poll(subscribers).toBe(before + 1)
    leave.abort()
    await expect(waiting).rejects.toThrow()
    await expect.poll(subscribers).toBe(before)
  })
})
