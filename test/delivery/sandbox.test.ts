import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SandboxResult } from '../../shared/model/routing.ts'
import { Routing } from '../../shared/model/routing.ts'
import { openTestRelay, type TestRelay } from '../support/relay.ts'
import { makeFolder } from '../support/store.ts'

let folder: ReturnType<typeof makeFolder>
let test: TestRelay

beforeEach(() => {
  folder = makeFolder()
  test = openTestRelay(folder.path)
  test.relay.putRouting(Routing.parse({ sandbox: { delayMs: 5 } }))
})
afterEach(async () => {
  await test.close()
  folder.remove()
})

const final = ['delivered', 'bounced', 'failed', 'suppressed']
const told = () => test.events.map(({ type }) => type)

describe('AhaSend-Sandbox-Result', () => {
  it.each<[SandboxResult, string, string[]]>([
    ['deliver', 'delivered', ['received', 'delivered']],
    ['bounce', 'bounced', ['received', 'bounced', 'suppressionCreated']],
    ['fail', 'failed', ['received', 'deferred', 'deferred', 'failed', 'suppressionCreated']],
    ['suppress', 'suppressed', ['received', 'suppressed']],
  ])('%s ends as %s and tells the documented events', async (result, status, events) => {
    await test.send({
      mode: 'sandbox',
      message: `AhaSend-Sandbox-Result: ${result}\r\nTo: bob@example.test\r\n\r\nHi\r\n`,
    })
    const delivery = await test.until('bob@', (one) => final.includes(one.status))
    expect(delivery).toMatchObject({ status, simulated: true, upstreamId: null })
    expect(told()).toEqual(events)
    expect(test.inbox.list({ search: '', limit: 1 }).items[0]).toMatchObject({ outcome: status, simulated: true })
  })

  it('defer stays deferred', async () => {
    await test.send({ mode: 'sandbox', message: 'AhaSend-Sandbox-Result: defer\r\n\r\nHi\r\n' })
    const delivery = await test.until('bob@', ({ tries }) => tries === 1)
    expect(delivery).toMatchObject({ status: 'deferred', nextTryAt: null })
    expect(told()).toEqual(['received', 'deferred'])
  })

  it('is without effect for production mail that does not ask for the sandbox', async () => {
    await test.send({ message: 'AhaSend-Sandbox-Result: bounce\r\n\r\nHi\r\n' })
    // No upstream: captured only.
    expect(test.relay.deliveries({ limit: 1 }).total).toBe(0)
  })
})

it('each recipient of one message has the outcome of its own pattern', async () => {
  await test.send({ mode: 'sandbox', to: ['ok@x.test', 'bounce@x.test', 'suppress@x.test'] })
  await test.until('ok@', ({ status }) => status === 'delivered')
  await test.until('bounce@', ({ status }) => status === 'bounced')
  await test.until('suppress@', ({ status }) => status === 'suppressed')
  expect(test.inbox.list({ search: '', limit: 1 }).items[0]?.outcome).toBe('mixed')
})

it('a simulated bounce suppresses the sandbox’s next mail, never real mail, and what is asked for by name still happens', async () => {
  await test.send({ mode: 'sandbox', message: 'AhaSend-Sandbox-Result: bounce\r\n\r\nHi\r\n' })
  await test.until('bob@', ({ status }) => status === 'bounced')
  expect(test.relay.suppressions({ search: '', limit: 5 }).items).toMatchObject([{ simulated: true }])
  await test.send({ mode: 'sandbox' })
  await test.until('bob@', ({ status }) => status === 'suppressed')
  await test.send({ mode: 'sandbox', message: 'AhaSend-Sandbox-Result: bounce\r\n\r\nHi\r\n' })
  await test.until('bob@', ({ messageId, status }) => messageId === 3 && status === 'bounced')
})

it('deferThenDeliver: put off once, then delivered', async () => {
  const { id } = await test.send({ credentialId: null, mode: 'sandbox' })
  const [delivery] = test.relay.simulate(id, 'deferThenDeliver')
  expect(delivery).toMatchObject({ simulated: true, status: 'queued' })
  const done = await test.until('bob@', ({ status }) => status === 'delivered')
  expect(done.attempts.map(({ outcome }) => outcome)).toEqual(['deferred', 'delivered'])
})

it('an outcome by hand for chosen recipients', async () => {
  const { id } = await test.send({ credentialId: null, mode: 'sandbox' })
  test.relay.simulate(id, 'fail', ['eve@example.test'])
  await test.until('eve@', ({ status }) => status === 'failed')
})

describe('X-SMTPAPI', () => {
  it('to takes the place of the envelope, send_each_at and unique_args are kept', async () => {
    const soon = Math.floor(Date.now() / 1_000) + 3_600
    const api = {
      to: ['one@x.test', 'two@x.test'],
      send_each_at: [1, soon],
      unique_args: { order: '7' },
      category: 'news',
    }
    await test.send({ mode: 'sandbox', message: `X-SMTPAPI: ${JSON.stringify(api)}\r\n\r\nHi\r\n` })
    await test.until('one@', ({ status }) => status === 'delivered')
    const later = test.relay.deliveries({ search: 'two@', limit: 1 }).items[0]
    expect(later?.status).toBe('queued')
    expect(Date.parse(later?.nextTryAt ?? '')).toBeGreaterThanOrEqual(soon * 1_000)
    expect(test.relay.deliveries({ search: 'bob@', limit: 1 }).total).toBe(0)
    expect(test.events[0]?.special).toMatchObject({ uniqueArgs: { order: '7' }, categories: ['news'] })
  })

  it('that is not valid is accepted, dropped with SendGrid’s reason, and the sender is told', async () => {
    const { reply } = await test.send({ mode: 'sandbox', message: 'X-SMTPAPI: {"to": "bob"}\r\n\r\nHi\r\n' })
    expect(reply.code).toBe(250)
    const dropped = await test.until('bob@', ({ status }) => status === 'suppressed')
    expect(dropped.reply).toBe('Invalid SMTPAPI header')
    expect(test.events.at(-1)).toMatchObject({ type: 'suppressed', reason: 'Invalid SMTPAPI header' })
    while (test.inbox.list({ search: 'subject:Undelivered', limit: 1 }).total === 0) await new Promise(setImmediate)
    const { headers, smtpApi } = test.relay.ofMessage(1)
    expect(smtpApi?.problems.join()).toContain('to')
    expect(headers[0]?.problem).not.toBeNull()
  })
})

it('ahasend-tags become tags of the message, and ahasend-data-retention its end', async () => {
  await test.send({
    credentialId: null,
    mode: 'sandbox',
    message: 'ahasend-tags: red, blue\r\nahasend-data-retention: 3\r\n\r\nHi\r\n',
  })
  expect(test.inbox.list({ search: 'tag:red', limit: 1 }).items[0]?.tags.toSorted()).toEqual(['blue', 'red'])
  const at = test.db.values<number>('SELECT at FROM message_expiry').get() ?? 0
  expect(Math.round((at - Date.now()) / 86_400_000)).toBe(3)
})

it('a message whose time has come goes, but not while something waits for it', async () => {
  const { id } = await test.send({ mode: 'sandbox', message: 'ahasend-data-retention: 1\r\n\r\nHi\r\n' })
  await test.until('bob@', ({ status }) => status === 'delivered')
  expect([...test.relay.needed([id])]).toEqual([])
  test.relay.putRouting(Routing.parse({ sandbox: { delayMs: 86_400_000 } }))
  test.relay.simulate(id, 'deliver')
  expect([...test.relay.needed([id])]).toEqual([id])
})
