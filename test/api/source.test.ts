import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { httpRequest } from '../support/httpRequest.ts'
import { apiKey, removeFolder, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'

let host: TestHost
let cookie: string
const folder = temporaryFolder()

beforeAll(async () => {
  host = await startHost(folder)
  const { pathname, search } = new URL(host.signInUrl)
  const answer = await httpRequest(host.http, { path: pathname + search })
  cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
})
afterAll(async () => {
  await host.stop()
  removeFolder(folder)
})

const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' }
const webSocketKey = { 'Sec-WebSocket-Key': Buffer.alloc(16).toString('base64') }

describe('DNS rebinding', () => {
  it.each(['evil.example', 'evil.example:8025', '127.0.0.1.evil.example', 'localhost.evil.example', 'a@127.0.0.1'])(
    'a request for the host name "%s" gets nothing, not even with a cookie',
    async (name) => {
      const answer = await httpRequest(host.http, { path: '/api/v1/messages', headers: { Host: name, Cookie: cookie } })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.body).not.toContain('"items"')
    },
  )

  it('a name that was allowed at start is answered', async () => {
    const other = temporaryFolder()
    const named = await startHost(other, '--allow-host', 'mail.internal')
    for (const [Host, status] of [
      ['mail.internal:8025', 200],
      ['other.internal', 403],
    ] as const)
      expect((await httpRequest(named.http, { path: '/livez', headers: { Host } })).status).toBe(status)
    await named.stop()
    removeFolder(other)
  })

  it('a WebSocket for another host name is refused', async () => {
    const answer = await httpRequest(host.http, {
      path: '/rpc',
      headers: { ...upgrade, ...webSocketKey, Host: 'evil.example', Cookie: cookie, Origin: 'http://evil.example' },
    })
    expect(answer.status).toBe(403)
  })

  it.each(['localhost', '127.0.0.1', '[::1]', 'inbox.localhost'])('the loopback name %s is answered', async (name) => {
    const answer = await httpRequest(host.http, { path: '/api/v1/messages', headers: { Host: name, Cookie: cookie } })
    expect(answer.status).toBe(200)
  })
})

describe('cross-site WebSocket hijacking', () => {
  it.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost'])(
    'a page from %s cannot open the WebSocket with the visitor’s cookie',
    async (Origin) => {
      const answer = await httpRequest(host.http, {
        path: '/rpc',
        headers: { ...upgrade, ...webSocketKey, Cookie: cookie, Origin },
      })
      expect(answer.status).toBe(403)
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'ORIGIN_NOT_ALLOWED' })
    },
  )

  it('our own page can', async () => {
    const answer = await httpRequest(host.http, {
      path: '/rpc',
      headers: { ...upgrade, ...webSocketKey, Cookie: cookie, Origin: host.http },
    })
    expect(answer.status).toBe(101)
  })

  it('without a sign-in the WebSocket is closed to our own page too', async () => {
    const answer = await httpRequest(host.http, {
      path: '/rpc',
      headers: { ...upgrade, ...webSocketKey, Origin: host.http },
    })
    expect(answer.status).toBe(401)
  })
})

describe('CSRF', () => {
  it.each([
    { Origin: 'http://evil.example' },
    { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' },
    { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors' },
    { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'navigate' },
  ])('a deletion that another page asked for is refused: %o', async (headers) => {
    const answer = await httpRequest(host.http, {
      method: 'DELETE',
      path: '/api/v1/messages',
      headers: { ...headers, Cookie: cookie },
    })
    expect(answer.status).toBe(403)
  })

  it('a page of another port on this machine cannot read the API either', async () => {
    const answer = await httpRequest(host.http, {
      path: '/api/v1/messages',
      headers: { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'no-cors', Cookie: cookie },
    })
    expect(answer.status).toBe(403)
  })

  it('a program with the API key sends none of the browsers’ headers and is answered', async () => {
    const answer = await httpRequest(host.http, {
      path: '/api/v1/messages',
      headers: { Authorization: `Bearer ${apiKey}` },
    })
    expect(answer.status).toBe(200)
  })
})

describe('clickjacking and sniffing', () => {
  it('no answer may be framed, sniffed or told to others', async () => {
    for (const path of ['/', '/api/v1/messages', '/livez', '/nothing']) {
      const { headers } = await httpRequest(host.http, { path, headers: { Cookie: cookie } })
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    }
  })
})
