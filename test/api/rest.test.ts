import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MessageDetail, MessageSummary } from '../../shared/model/message.ts'
import { SystemInfo } from '../../shared/model/system.ts'
import { httpRequest } from '../support/httpRequest.ts'
import { sendSmtp } from '../support/sendSmtp.ts'
import { apiKey, removeFolder, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'

let host: TestHost
let id: number
const folder = temporaryFolder()
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

beforeAll(async () => {
  host = await startHost(folder)
  await sendSmtp(host.smtpPort, {
    subject: 'REST',
    text: 'Your code is 918273.',
    html: '<p>Your code is <b>918273</b>. <script>alert(1)</script></p>',
    attachments: [
      { filename: 'a.svg', content: svg, contentType: 'image/svg+xml' },
      { filename: 'b.html', content: '<script>alert(1)</script>', contentType: 'text/html' },
      { filename: '../../c\u202egnp.exe', content: 'MZ', contentType: 'application/x-msdownload' },
    ],
  })
  const detail = (await (await host.rest('/messages/wait')).json()) as MessageDetail
  id = detail.id
})
afterAll(async () => {
  await host.stop()
  removeFolder(folder)
})

const bearer = { Authorization: `Bearer ${apiKey}` }
const json = async (path: string, init?: RequestInit) => (await host.rest(path, init)).json()

describe('REST', () => {
  it('answers what the contract says', async () => {
    const list = (await json('/messages')) as { items: unknown[]; total: number }
    expect(list.total).toBe(1)
    expect(MessageSummary.strict().parse(list.items[0])).toMatchObject({ id, subject: 'REST' })
    const detail = MessageDetail.strict().parse(await json(`/messages/${id}`))
    expect(detail.codes).toContain('918273')
    expect(detail.envelope.recipients).toEqual([{ address: 'user@example.test' }])
    SystemInfo.strict().parse(await json('/system'))
  })

  it('marks, tags and deletes, and a deletion can be undone', async () => {
    const patch = { method: 'PATCH', headers: { 'content-type': 'application/json' } }
    const changed = await json(`/messages/${id}`, { ...patch, body: '{"unread":false,"tags":["ok"]}' })
    expect(changed).toMatchObject({ unread: false, tags: ['ok'] })
    const removed = (await json('/messages?search=subject:REST', { method: 'DELETE' })) as { undo: string }
    expect(removed).toMatchObject({ removed: 1 })
    expect(await json('/messages')).toMatchObject({ total: 0 })
    const post = { method: 'POST', headers: { 'content-type': 'application/json' } }
    expect(await json('/messages/restore', { ...post, body: JSON.stringify({ undo: removed.undo }) })).toEqual({
      restored: 1,
    })
    expect(await json('/messages')).toMatchObject({ total: 1 })
  })

  it('sends a sample through the real SMTP port that has something for every view', async () => {
    expect(await json('/system/sample', { method: 'POST' })).toMatchObject({ reply: expect.stringMatching(/^250 /) })
    const sample = (await json('/messages/wait?search=from:hello@sandpost.test')) as MessageDetail
    expect(sample.codes).toHaveLength(1)
    expect(sample.links.length).toBeGreaterThan(1)
    expect(sample.parts.map((part) => part.disposition)).toContain('inline')
    expect(sample.session?.ending).not.toBe('failed')
  })

  it('shows the local CA, never its key', async () => {
    const pem = await (await host.rest('/system/ca.pem')).text()
    expect(pem).toMatch(/^-----BEGIN CERTIFICATE-----/)
    expect(pem).not.toContain('PRIVATE')
  })

  it('agrees with its OpenAPI document: every operation is there and is answered', async () => {
    const document = (await json('/openapi.json')) as { paths: Record<string, Record<string, unknown>> }
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ path, method: method.toUpperCase() })),
    )
    expect(operations.length).toBeGreaterThan(20)
    const settings = JSON.stringify(await json('/settings'))
    for (const { path, method } of operations) {
      if (path === '/events') continue
      const body = path === '/settings' ? settings : '{"ids":[]}'
      const answer = await host.rest(path.replace('{id}', '999999').replace('{partId}', '1'), {
        method,
        ...(method !== 'GET' && { headers: { 'content-type': 'application/json' }, body }),
      })
      const text = await answer.text()
      expect(text, `${method} ${path}`).not.toMatch(/There is no [A-Z]+ \//)
      expect(answer.status, `${method} ${path}`).toBeLessThan(500)
    }
  })
})

describe('hostile content', () => {
  it('the HTML of a message comes with a policy under which nothing runs', async () => {
    const answer = await host.rest(`/messages/${id}/html`)
    expect(answer.headers.get('content-type')).toContain('text/html')
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/^sandbox; default-src 'none'/)
    expect(policy).not.toMatch(/script|allow-|https?:/)
  })

  it('parts that could run are downloads, by names that cannot leave the folder', async () => {
    const detail = (await json(`/messages/${id}`)) as MessageDetail
    const attachments = detail.parts.filter((part) => part.disposition === 'attachment')
    expect(attachments).toHaveLength(3)
    for (const part of attachments) {
      const answer = await host.rest(`/messages/${id}/parts/${part.id}`)
      const disposition = decodeURIComponent(answer.headers.get('content-disposition') ?? '')
      expect(disposition).toMatch(/^attachment/)
      expect(disposition).not.toMatch(/[/\\\u202e]/)
      expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox;/)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })
})

describe('requests that are wrong', () => {
  it.each([
    ['GET', '/api/v1/messages?limit=0', 400],
    ['GET', '/api/v1/messages?limit=many', 400],
    ['GET', '/api/v1/messages?search=before:soon', 400],
    ['GET', '/api/v1/messages/0', 400],
    ['GET', '/api/v1/messages/1e99', 400],
    ['GET', '/api/v1/messages/999999', 404],
    ['GET', `/api/v1/messages?search=${'x'.repeat(2_000)}`, 400],
    ['GET', '/api/v1/nothing', 404],
    ['PUT', '/api/v1/messages', 404],
    ['GET', '/api/v1/messages/1/parts/..%2f..%2fmail.db', 404],
    ['GET', '/api/v1/../../mail.db', 404],
    ['GET', '/api/v1/messages/%00', 400],
    ['GET', '/api/v1/messages/%ff', 400],
  ])('%s %s is answered with code and message', async (method, path, status) => {
    const answer = await httpRequest(host.http, { method, path, headers: bearer })
    expect(answer.status).toBe(status)
    const body = JSON.parse(answer.body) as object
    expect(Object.keys(body).sort()).toEqual(['code', 'message'])
  })

  it.each(['{', '[]', 'null', '"x"', '{"ids":"all"}', `{"ids":${'['.repeat(50_000)}`])(
    'malformed JSON',
    async (body) => {
      const headers = { ...bearer, 'Content-Type': 'application/json' }
      const answer = await httpRequest(host.http, { method: 'POST', path: '/api/v1/messages/summaries', headers }, body)
      expect(answer.status).toBe(400)
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'BAD_REQUEST' })
    },
  )

  it('a prototype cannot be polluted', async () => {
    const headers = { ...bearer, 'Content-Type': 'application/json' }
    const body = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"ids":[]}'
    await httpRequest(host.http, { method: 'POST', path: '/api/v1/messages/summaries', headers }, body)
    await httpRequest(host.http, { path: '/api/v1/messages?__proto__[polluted]=1', headers: bearer })
    const answer = await httpRequest(host.http, { path: '/api/v1/settings', headers: bearer })
    expect(answer.body).not.toContain('polluted')
  })

  it('an endless body is cut off', async () => {
    const status = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(host.http).port), '127.0.0.1')
      let answer = ''
      socket.setEncoding('utf8').on('data', (text: string) => (answer += text))
      socket.on('close', () => resolve(answer.split('\r\n', 1)[0] ?? ''))
      socket.on('error', () => undefined)
      socket.write(
        `POST /api/v1/messages/summaries HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${apiKey}\r\n` +
          'Content-Type: application/json\r\nContent-Length: 999999999\r\n\r\n[',
      )
      socket.write('1'.repeat(1_000))
    })
    expect(status).toBe('HTTP/1.1 413 Payload Too Large')
  })

  it('HTTP smuggling: two lengths are refused', async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(host.http).port), '127.0.0.1')
      let text = ''
      socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      socket.on('close', () => resolve(text))
      socket.write(
        'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      )
    })
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  })
})
