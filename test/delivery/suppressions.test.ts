import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestRelay, type TestRelay } from '../support/relay.ts'
import { makeFolder } from '../support/store.ts'
import { startUpstream } from '../support/upstreamServer.ts'

const folder = { current: makeFolder() }
let test: TestRelay

beforeEach(() => {
  folder.current = makeFolder()
  test = openTestRelay(folder.current.path)
})
afterEach(async () => {
  await test.close()
  folder.current.remove()
})

it('an address that bounced and is then added by hand stays for good', async () => {
  const server = await startUpstream({ rcpt: () => '550 5.1.1 No such user' })
  test.upstream({ port: server.port })
  await test.send()
  await test.until('bob@', ({ status }) => status === 'bounced')
  expect(test.relay.suppressions({ search: '', limit: 5 }).items[0]?.expiresAt).not.toBeNull()
  test.relay.suppress({ address: 'Bob@example.test', reason: 'Asked us to stop', simulated: false })
  const { items } = test.relay.suppressions({ search: '', limit: 5 })
  expect(items).toMatchObject([{ address: 'bob@example.test', reason: 'Asked us to stop', expiresAt: null }])
  await server.close()
})
