import { afterEach, beforeEach, expect, it } from 'vitest'
import { Routing } from '../../shared/model/routing.ts'
import { openTestRelay, type TestRelay } from '../support/relay.ts'
import { makeFolder } from '../support/store.ts'
import { startUpstream, type UpstreamServer } from '../support/upstreamServer.ts'

const folder = { current: makeFolder() }
let test: TestRelay
let server: UpstreamServer

beforeEach(async () => {
  folder.current = makeFolder()
  test = openTestRelay(folder.current.path)
  server = await startUpstream({
    rcpt: (address) => (address.startsWith('gone') ? '550 5.1.1 No such user' : '250 Ok'),
  })
  test.upstream({ port: server.port, bounceMessages: 'send' })
})
afterEach(async () => {
  await test.close()
  await server.close()
  folder.current.remove()
})

const net = (change: Partial<Routing>) => test.relay.putRouting(Routing.parse({ ...test.relay.routing(), ...change }))
const message = 'From: ann@example.test\r\nBcc: hidden@secret.test\r\nSubject: Hi\r\n\r\nHello\r\n'

it('a bounce message leaves for the envelope sender, and names nobody of Bcc', async () => {
  await test.send({ to: ['gone@example.test'], message })
  const [bounce] = await server.got(1)
  expect(bounce).toMatchObject({ mailFrom: '<>' })
  expect(bounce?.recipients).toEqual(['<ann@example.test>'])
  expect(bounce?.bytes.toString()).toContain('Subject: Hi')
  expect(bounce?.bytes.toString()).not.toContain('secret')
})

it('a bounce message does not pass the list of allowed recipients: it is held', async () => {
  net({ allowedRecipients: ['gone@*'] })
  await test.send({ to: ['gone@example.test'], message })
  const bounce = await test.until('ann@', ({ sender }) => sender === '')
  expect(bounce).toMatchObject({ status: 'held', recipient: 'ann@example.test' })
  expect(server.taken).toHaveLength(0)
})

it('a bounce message goes where everything goes', async () => {
  net({ everythingTo: 'gone@example.test' })
  await test.send({ message })
  const bounce = await test.until('gone@', ({ sender }) => sender === '')
  expect(bounce).toMatchObject({ recipient: 'gone@example.test', originalRecipient: 'ann@example.test' })
})

it('everything goes to one address once per message, though it is a recipient itself', async () => {
  net({ everythingTo: 'me@example.test' })
  await test.send({ to: ['bob@example.test', 'me@example.test', 'carol@example.test'] })
  const [taken] = await server.got(1)
  expect(taken?.recipients).toEqual(['<me@example.test>'])
  expect(test.relay.deliveries({ limit: 10 }).items).toHaveLength(1)
})
