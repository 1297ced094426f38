import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { httpRequest } from '../support/httpRequest.ts'
import { apiKey, removeFolder, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'

let host: TestHost
const folder = temporaryFolder()

beforeAll(async () => {
  host = await startHost(folder)
})
afterAll(async () => {
  await host.stop()
  removeFolder(folder)
})

const messages = { path: '/api/v1/messages' }

async function signIn(): Promise<string> {
  const { pathname, search } = new URL(host.signInUrl)
  const answer = await httpRequest(host.http, { path: pathname + search })
  return answer.headers['set-cookie']?.[0] ?? ''
}

describe('signing in', () => {
  it('the link from the terminal gives a cookie no script can read and leads to the inbox', async () => {
    const { pathname, search } = new URL(host.signInUrl)
    const answer = await httpRequest(host.http, { path: pathname + search })
    expect(answer.status).toBe(303)
    expect(answer.headers.location).toBe('/')
    const cookie = answer.headers['set-cookie']?.[0] ?? ''
    expect(cookie).toMatch(/^sandpost_\d+=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/)
  })

  it('the cookie opens the API', async () => {
    const cookie = (await signIn()).split(';')[0] ?? ''
    expect((await httpRequest(host.http, { ...messages, headers: { Cookie: cookie } })).status).toBe(200)
  })

  it('a link clicked on another site signs in by a page of ours, so that the strict cookie is sent', async () => {
    const { pathname, search } = new URL(host.signInUrl)
    const headers = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' }
    const answer = await httpRequest(host.http, { path: pathname + search, headers })
    expect(answer.status).toBe(200)
    expect(answer.headers['set-cookie']).toHaveLength(1)
    expect(answer.body).toContain('url=/')
  })

  it('the API key can be pasted into the page', async () => {
    const form = { method: 'POST', path: '/sign-in', headers: { Origin: host.http } }
    expect((await httpRequest(host.http, form, `key=${apiKey}`)).status).toBe(303)
    const refused = await httpRequest(host.http, form, 'key=guess')
    expect(refused.status).toBe(401)
    expect(refused.headers['set-cookie']).toBeUndefined()
  })

  it.each(['', '?token=', '?token=guess', '?token=guess&token='])('a wrong link gives no cookie: %s', async (query) => {
    const answer = await httpRequest(host.http, { path: `/sign-in${query}` })
    expect(answer.status).toBe(401)
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it('login CSRF: another page cannot post the form', async () => {
    const form = { method: 'POST', path: '/sign-in', headers: { Origin: 'http://evil.example' } }
    expect((await httpRequest(host.http, form, `key=${apiKey}`)).status).toBe(403)
  })

  it('a browser stays signed in when the host starts again', async () => {
    const other = temporaryFolder()
    const first = await startHost(other)
    const { pathname, search, port } = new URL(first.signInUrl)
    const signedIn = await httpRequest(first.http, { path: pathname + search })
    const value = signedIn.headers['set-cookie']?.[0]?.split(';')[0]?.split('=')[1] ?? ''
    await first.stop()
    const second = await startHost(other, '--http', port)
    const answer = await httpRequest(second.http, { ...messages, headers: { Cookie: `sandpost_${port}=${value}` } })
    expect(answer.status).toBe(200)
    await second.stop()
    removeFolder(other)
  })
})

describe('without a sign-in', () => {
  it('a program is told what to send', async () => {
    const answer = await httpRequest(host.http, messages)
    expect(answer.status).toBe(401)
    expect(JSON.parse(answer.body)).toEqual({
      code: 'UNAUTHORIZED',
      message: 'Sign in, or send an API key as "Authorization: Bearer …".',
    })
  })

  it.each(['Bearer guess', 'Bearer ', 'Basic a2V5', `bearer ${apiKey}x`, `Bearer ${apiKey} x`])(
    'the authorization "%s" is not enough',
    async (Authorization) => {
      expect((await httpRequest(host.http, { ...messages, headers: { Authorization } })).status).toBe(401)
    },
  )

  it('a wrong key is not saved by a right cookie', async () => {
    const Cookie = (await signIn()).split(';')[0] ?? ''
    const headers = { Cookie, Authorization: 'Bearer guess' }
    expect((await httpRequest(host.http, { ...messages, headers })).status).toBe(401)
  })

  it('a browser sees the sign-in page, for every path', async () => {
    for (const path of ['/', '/index.html', '/assets/x.js']) {
      const answer = await httpRequest(host.http, { path })
      expect(answer.status).toBe(401)
      expect(answer.body).toContain('Sign in to Sandpost')
    }
  })

  it('health and metrics are open, and name no message', async () => {
    expect((await httpRequest(host.http, { path: '/livez' })).body).toBe('alive\n')
    expect((await httpRequest(host.http, { path: '/readyz' })).status).toBe(200)
    const metrics = await httpRequest(host.http, { path: '/metrics' })
    expect(metrics.body).toMatch(/^sandpost_messages 0$/m)
    expect(metrics.body).toMatch(/^sandpost_listeners_up 2$/m)
  })
})
