import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Resolve } from '../../../electron/engine/delivery/webhooks/address.ts'
import { RelayError } from '../../../electron/engine/delivery/relayError.ts'
import { hookServer, type HookServer } from '../../support/hookServer.ts'
import { makeFolder } from '../../support/store.ts'
import { mailEvent, openWebhookRoom, type WebhookRoom } from '../../support/webhookRoom.ts'

let folder: ReturnType<typeof makeFolder>
let room: WebhookRoom
let server: HookServer
/** What names lead to, in place of the network's DNS. */
let addresses: string[]
const resolve: Resolve = (_hostname, _options, done) =>
  done(
    null,
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  )
beforeEach(async () => {
  folder = makeFolder()
  addresses = ['127.0.0.1']
  room = openWebhookRoom(folder.path, { resolve })
  server = await hookServer()
})
afterEach(async () => {
  await room.close()
  await server.close()
  folder.remove()
})

function codeOf(work: () => unknown): string | undefined {
  try {
    work()
  } catch (error) {
    return (error as RelayError).code
  }
  return undefined
}

describe('an address', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.9.9.9:81/',
    'http://localhost:3000/',
    'https://app.localhost/',
    'http://[::1]/',
    'http://2130706433/',
    'http://0/',
  ])('on this machine is normal: %s', (url) => {
    expect(codeOf(() => room.create({ url }))).toBeUndefined()
  })

  it.each([
    'https://example.com/',
    'http://192.168.1.7/',
    'http://8.8.8.8/',
    'http://localhost.example.com/',
    'http://[2001:db8::1]/',
    'http://127.0.0.1.nip.io/',
  ])('outside it is asked about once: %s', (url) => {
    expect(codeOf(() => room.create({ url }))).toBe('OUTSIDE')
    expect(codeOf(() => room.create({ url, outside: true }))).toBeUndefined()
  })

  it('is asked about again when it is changed to another host, and not for another path', () => {
    const { id } = room.create({ url: 'https://example.com/', outside: true })
    const { endpoints } = room.webhooks
    expect(endpoints.update(id, { url: 'https://example.com:8443/other' }).url).toBe('https://example.com:8443/other')
    expect(codeOf(() => endpoints.update(id, { url: 'https://example.org/' }))).toBe('OUTSIDE')
    expect(endpoints.get(id).url).toBe('https://example.com:8443/other')
    endpoints.update(id, { url: 'https://example.org/', outside: true })
    endpoints.update(id, { url: 'http://localhost/' })
    expect(codeOf(() => endpoints.update(id, { url: 'https://example.org/' }))).toBe('OUTSIDE')
  })

  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://0xA9FEA9FE/',
    'http://[fe80::1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[fd00:ec2::254]/',
    'http://100.100.100.200/',
  ])('of metadata or of the link alone is refused, also when it is wanted: %s', (url) => {
    expect(codeOf(() => room.create({ url, outside: true }))).toBe('BAD_REQUEST')
  })
})

describe('DNS rebinding', () => {
  const url = () => `http://hooks.example.test:${server.port}/hook`

  it('a name that was said to be outside may lead to this machine', async () => {
    room.create({ url: url(), outside: true })
    room.tell(mailEvent())
    await room.call(({ status }) => status === 'delivered')
  })

  it.each(['169.254.169.254', 'fe80::1', '::ffff:a9fe:a9fe'])(
    'a name that meanwhile leads to %s is not called',
    async (address) => {
      room.create({ url: url(), outside: true })
      addresses = [address]
      room.tell(mailEvent())
      const call = await room.call(({ tries }) => tries === 1)
      expect(call.lastResult).toContain('link-local or metadata address')
      expect(call.attempts[0]?.status).toBeNull()
      expect(server.requests).toEqual([])
    },
  )

  it('of several addresses only those that are permitted are called', async () => {
    room.create({ url: url(), outside: true })
    addresses = ['169.254.169.254', '127.0.0.1']
    room.tell(mailEvent())
    await room.call(({ status }) => status === 'delivered')
  })

  it('localhost that leads elsewhere is not called', async () => {
    room.create({ url: `http://app.localhost:${server.port}/hook` })
    addresses = ['192.0.2.1']
    room.tell(mailEvent())
    expect((await room.call(({ tries }) => tries === 1)).lastResult).toContain('outside this machine')
  })

  it('an address that slipped into the table is not called', async () => {
    const { id } = room.create({ url: server.url })
    await room.close()
    const opened = openWebhookRoom(folder.path, { resolve, vault: room.vault })
    opened.db.command('UPDATE webhook_endpoints SET url = ?, outside = 1').run('http://169.254.169.254/')
    await opened.close()
    room = openWebhookRoom(folder.path, { resolve, vault: room.vault })
    room.tell(mailEvent())
    expect((await room.call(({ tries }) => tries === 1)).lastResult).toContain('link-local or metadata address')
    expect(room.webhooks.endpoints.get(id).failures).toBe(1)
  })
})
