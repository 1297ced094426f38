import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendSmtp } from '../support/sendSmtp.ts'
import { removeFolder, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'
import { startUpstream, type UpstreamServer } from '../support/upstreamServer.ts'

const folder = temporaryFolder()
let host: TestHost
let upstream: UpstreamServer
let upstreamId: string

/** What the replies of these tests may hold. */
interface Reply {
  readonly id?: string
  readonly key?: string
  readonly message?: string
  readonly deliveries?: readonly { readonly recipient: string }[]
}

async function ask(
  method: string,
  path: string,
  body?: unknown,
  key?: string,
): Promise<{ status: number; body: Reply }> {
  const response = await fetch(`${host.http}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key ?? 'key-for-this-test-process-only'}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Reply }
}

beforeAll(async () => {
  upstream = await startUpstream()
  host = await startHost(folder)
  const made = await ask('POST', '/upstreams', {
    name: 'Sink',
    host: '127.0.0.1',
    port: upstream.port,
    security: 'none',
  })
  upstreamId = made.body.id ?? ''
  await sendSmtp(host.smtpPort, { subject: 'One' })
})
afterAll(async () => {
  await host.stop()
  await upstream.close()
  removeFolder(folder)
})

describe('release over REST', () => {
  const release = (key?: string, body: object = { to: 'me@example.test', upstreamId }) =>
    ask('POST', '/messages/1/release', body, key)

  it('privilege escalation: a key in sandbox mode lets nothing leave, a key without mail.send neither', async () => {
    const sandboxKey = await ask('POST', '/api-keys', { name: 'sandbox', permissions: ['mail.send'] })
    expect(await release(sandboxKey.body.key)).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('sandbox mode') },
    })
    const reader = await ask('POST', '/api-keys', {
      name: 'reader',
      mode: 'production',
      permissions: ['messages.read', 'relay.manage'],
    })
    expect((await release(reader.body.key)).status).toBe(403)
  })

  it('is refused with 409 while the sandbox is locked, and leaves after', async () => {
    expect(await release()).toMatchObject({ status: 409, body: { message: expect.stringContaining('locked') } })
    await ask('PUT', '/sandbox-lock', { locked: false })
    expect(await release()).toMatchObject({ status: 200, body: { deliveries: [{ recipient: 'me@example.test' }] } })
    await upstream.got(1)
  })

  it.each([
    [{ to: 'not an address', upstreamId: 'x' }, 400],
    [{ to: 'a@b.c\r\nRCPT TO:<evil@x.test>', upstreamId: 'x' }, 400],
    [{ to: 'a@b.c', upstreamId: 'gone' }, 404],
    [{ to: [], upstreamId: 'x' }, 400],
    [{}, 400],
  ])('bad input gets a clear error: %j', async (body, status) => {
    const answer = await release(undefined, body)
    expect(answer.status).toBe(status)
    expect(answer.body.message).not.toBe('')
  })
})

describe('bad input of the relay', () => {
  it.each([
    ['POST', '/upstreams', { name: 'x', host: 'smtp://mail.test' }, 'without a scheme'],
    ['POST', '/upstreams', { name: 'x', host: 'mail.test', port: 70_000 }, 'port'],
    [
      'POST',
      '/upstreams',
      {
        name: 'x',
        host: 'm.test',
        login: { is: 'oauth2', username: 'u', clientId: 'c', tokenUrl: 'http://evil.test/t' },
      },
      'https',
    ],
    ['PUT', '/routes', { routes: [{ id: 'a', action: { is: 'reject', code: 200, text: 'x' } }] }, 'code'],
    ['PUT', '/routes', { routes: [{ id: 'a', action: { is: 'reject', code: 550, text: 'a\r\nb' } }] }, 'line breaks'],
    ['PUT', '/routes', { everythingTo: 'nobody' }, 'everythingTo'],
    ['POST', '/deliveries/act', { ids: [1], action: 'explode' }, 'action'],
    ['POST', '/suppressions', { address: 'a b' }, 'address'],
    ['GET', '/deliveries?cursor=x', undefined, 'cursor'],
    ['GET', '/deliveries?status=unheard', undefined, 'status'],
    ['POST', '/upstreams/gone/test', {}, 'no upstream'],
    ['GET', '/deliveries/999', undefined, 'no delivery'],
  ])('%s %s %j', async (method, path, body, words) => {
    const answer = await ask(method, path, body)
    expect([400, 404]).toContain(answer.status)
    expect((answer.body.message ?? '').toLowerCase()).toContain(words.toLowerCase())
  })
})
