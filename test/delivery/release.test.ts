import { afterEach, beforeEach, expect, it } from 'vitest'
import { RouteQuestion, Routing } from '../../shared/model/routing.ts'
import { openTestRelay, type TestRelay } from '../support/relay.ts'
import { makeFolder } from '../support/store.ts'
import { startUpstream, type UpstreamServer } from '../support/upstreamServer.ts'

let folder: ReturnType<typeof makeFolder>
let test: TestRelay
let server: UpstreamServer
let upstreamId: string

beforeEach(async () => {
  folder = makeFolder()
  test = openTestRelay(folder.path)
  server = await startUpstream()
  upstreamId = test.upstream({ port: server.port }).id
})
afterEach(async () => {
  await test.close()
  await server.close()
  folder.remove()
})

const captured = (how = {}) => test.send({ credentialId: null, mode: 'sandbox', ...how })

it('a captured message leaves for whom one chooses, and the stored copy stays as it was', async () => {
  const { id } = await captured({ message: 'Bcc: x@secret.test\r\nSubject: Hi\r\n\r\nHello\r\n' })
  const before = test.inbox.stored(id)?.bytes.toString()
  const [delivery] = test.relay.release(id, upstreamId, ['carol@example.test'])
  expect(delivery).toMatchObject({ recipient: 'carol@example.test', released: true, simulated: false })
  const [taken] = await server.got(1)
  expect(taken?.recipients).toEqual(['<carol@example.test>'])
  expect(taken?.bytes.toString()).not.toContain('secret')
  expect(test.inbox.stored(id)?.bytes.toString()).toBe(before)
  await test.until('carol@', ({ status }) => status === 'delivered')
})

it('without recipients of one’s own, it goes to those of the envelope; an imported message has none, and says so', async () => {
  const { id } = await captured({ to: ['a@x.test', 'b@x.test'] })
  expect(test.relay.release(id, upstreamId)).toHaveLength(2)
  const imported = await test.intake.importMessage(Buffer.from('Subject: x\r\n\r\nHi\r\n'), new Date())
  expect(() => test.relay.release(imported.id, upstreamId)).toThrow('say to whom it goes')
})

it('many at once; those that are gone are left out', async () => {
  const ids = []
  for (let index = 0; index < 5; index += 1) ids.push((await captured({ to: [`user${index}@x.test`] })).id)
  expect(test.relay.releaseMany([...ids, 999], upstreamId)).toEqual({ released: 5, deliveries: 5 })
  await server.got(5)
})

it('while the sandbox is locked nothing is released, whoever asks', async () => {
  const { id } = await captured()
  test.locked = true
  expect(() => test.relay.release(id, upstreamId)).toThrow('The sandbox is locked')
  expect(() => test.relay.releaseMany([id], upstreamId)).toThrow('The sandbox is locked')
  expect(server.connections).toBe(0)
})

it('the preview is what leaves', async () => {
  const { id } = await captured({ message: 'Bcc: x@secret.test\r\nahasend-tags: a\r\nSubject: Hi\r\n\r\nHello\r\n' })
  const preview = test.relay.preview(id, upstreamId, ['carol@example.test'])
  expect(preview.recipients).toEqual(['carol@example.test'])
  expect(preview.header).toMatch(/^Return-Path: <ann@example.test>/)
  expect(preview.changes.join(' ')).toMatch(/Bcc is taken away.*ahasend-tags is taken away/)
  test.relay.release(id, upstreamId, ['carol@example.test'])
  const [taken] = await server.got(1)
  const withoutTime = (text: string) => text.replace(/\w{3}, \d.*\+0000/g, '')
  expect(withoutTime(taken?.bytes.toString().split('\r\n\r\n')[0] ?? '')).toBe(withoutTime(preview.header.trimEnd()))
})

it('a message that is deleted while it waits still leaves: its copy is kept for that', async () => {
  const paused = test.relay.upstreams.update(upstreamId, { paused: true })
  const { id } = await captured()
  test.relay.release(id, upstreamId)
  await test.inbox.remove({ ids: [id] })
  test.relay.upstreams.update(paused.id, { paused: false })
  await server.got(1)
})

it.each(['a@b.c\r\nRCPT TO:<evil@x.test>', 'a@b.c>\r\nDATA', '<a@b.c', 'a@b.c>', ''])(
  'command injection through an address: %j is never said to the server',
  async (address) => {
    const { id } = await captured()
    test.relay.release(id, upstreamId, [address])
    await test.until('', ({ status }) => status === 'failed')
    expect(server.taken).toHaveLength(0)
  },
)

it('an open and a click that did not happen are told with their facts', async () => {
  const { id } = await captured({
    message: 'From: Ann <ann@x.test>\r\nSubject: Hi\r\nMessage-ID: <1@x>\r\n\r\nHello\r\n',
  })
  expect(test.relay.engage(id, { is: 'clicked', url: 'https://example.com/a' })).toBe(1)
  expect(test.events.at(-1)).toMatchObject({
    type: 'clicked',
    url: 'https://example.com/a',
    from: 'ann@x.test',
    messageIdHeader: '<1@x>',
  })
})

it('ten thousand messages to a thousand addresses each are refused at once', async () => {
  const { id } = test.upstream({ port: 1 })
  const ids = Array.from({ length: 10_000 }, (_, index) => index + 1)
  const to = Array.from({ length: 1_000 }, (_, index) => `user${index}@example.test`)
  expect(() => test.relay.releaseMany(ids, id, to)).toThrow('at once')
})

it('a release keeps to the safety net: one address for all, and what is not allowed is held until it is let go', async () => {
  const { id } = await captured({ to: ['a@customer.test', 'b@customer.test'] })
  test.relay.putRouting(Routing.parse({ ...test.relay.routing(), everythingTo: 'me@ours.test' }))
  expect(test.relay.preview(id, upstreamId).recipients).toEqual(['me@ours.test'])
  expect(test.relay.release(id, upstreamId)).toMatchObject([
    { recipient: 'me@ours.test', originalRecipient: 'a@customer.test' },
  ])
  const [taken] = await server.got(1)
  expect(taken?.recipients).toEqual(['<me@ours.test>'])

  test.relay.putRouting(Routing.parse({ allowedRecipients: ['*@ours.test'] }))
  expect(test.relay.preview(id, upstreamId, ['c@customer.test']).changes[0]).toContain(
    'holds what is for c@customer.test',
  )
  const [held] = test.relay.release(id, upstreamId, ['c@customer.test'])
  expect(held).toMatchObject({ status: 'held', explanation: expect.stringContaining('not on the list') })
  expect(test.relay.act({ ids: [held?.id ?? 0] }, 'release')).toBe(1)
  await server.got(2)
})

it('what waits says what it waits for', async () => {
  const { id } = await captured()
  test.relay.upstreams.update(upstreamId, { paused: true })
  const [waiting] = test.relay.release(id, upstreamId)
  expect(waiting?.explanation).toBe('Waits: Test upstream is paused.')
  test.locked = true
  expect(test.relay.delivery(waiting?.id ?? 0).explanation).toBe('Waits: the sandbox is locked.')
})

it('what would happen to a mail knows the suppression list, the lock and who does not exist', async () => {
  const ask = (question: object) =>
    test.relay.explain(RouteQuestion.parse({ recipients: ['bob@x.test'], ...question })).recipients[0]
  expect(() => ask({ credentialId: 'nobody-i-know' })).toThrow('no credential')
  test.relay.suppress({ address: 'bob@x.test', reason: 'Bounced', simulated: false })
  expect(ask({ credentialId: 'production' })?.because).toMatch(
    /leaves through Test upstream.*suppression list \(Bounced\)/,
  )
  test.locked = true
  expect(ask({ credentialId: 'production' })?.because).toContain('The sandbox is locked')
})
