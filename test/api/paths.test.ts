import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

/** Sends these lines as they are (fetch would tidy the path) and resolves to the whole answer. */
function raw(target: string, headers: readonly string[] = [], method = 'GET'): Promise<string> {
  const { hostname, port } = new URL(host.http)
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect({ host: hostname, port: Number(port) })
    socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk))
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
    socket.write(
      [`${method} ${target} HTTP/1.1`, `Host: ${hostname}:${port}`, 'Connection: close', ...headers, '', ''].join(
        '\r\n',
      ),
    )
  })
}
const status = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])

describe('path tricks: without a key nothing but health, metrics and sign-in is answered', () => {
  it.each([
    '/api/v1/messages',
    '/api/v1/../v1/messages',
    '/livez/../api/v1/messages',
    '/metrics/../api/v1/settings',
    '/sign-in/../api/v1/messages',
    '/sign-in/%2e%2e/api/v1/messages',
    '/assets/../../api/v1/messages',
    '//api/v1/messages',
    '/%61pi/v1/messages',
    '/api%2fv1%2fmessages',
    '/API/V1/messages',
    '/api/v1/messages/',
    '/api/v1//messages',
    '/api/v1/messages;/livez',
    '/api/v1/messages?/livez',
    '/api/v1/messages#/livez',
    '/livez%00/api/v1/messages',
    '/api/v1/messages%20',
    'http://127.0.0.1/api/v1/messages',
    'http://evil.example/api/v1/messages',
    '*',
    '/index.html',
    '/..%2f..%2fvault.key',
    '/../vault.key',
    '/%2e%2e/%2e%2e/vault.db',
  ])('%s', async (target) => {
    const answer = await raw(target)
    expect(status(answer)).toBeGreaterThanOrEqual(400)
    expect(answer).not.toContain('"items"')
    expect(answer).not.toContain('messageBytes')
    expect(answer).not.toContain('SQLite format')
    expect(answer).not.toContain('Sandpost vault key')
  })

  it.each(['/../vault.key', '/..%2fvault.key', '/assets/..%2f..%2fvault.db', '/%2e%2e%2fvault.key'])(
    '%s gets no file of the data folder with a key either',
    async (target) => {
      const answer = await raw(target, [`Authorization: Bearer ${apiKey}`])
      expect(answer).not.toContain('Sandpost vault key')
      expect(answer).not.toContain('SQLite format')
    },
  )
})

describe('the Authorization header', () => {
  const key = `Authorization: Bearer ${apiKey}`
  it.each([
    ['in any case', ['aUTHORIZATION: bEARER ' + apiKey], 200],
    ['twice, the right one second', ['Authorization: Bearer wrong', key], 401],
    ['with two keys in one', [`Authorization: Bearer wrong, Bearer ${apiKey}`], 401],
    ['of another scheme', [`Authorization: Basic ${Buffer.from(`apikey:${apiKey}`).toString('base64')}`], 401],
    ['empty', ['Authorization: '], 401],
    ['the key alone', [`Authorization: ${apiKey}`], 401],
    ['in a forwarded header', [`X-Forwarded-Authorization: Bearer ${apiKey}`], 401],
    ['beside an address that claims to be local', ['X-Forwarded-For: 127.0.0.1'], 401],
  ])('%s', async (_, headers, expected) => {
    expect(status(await raw('/api/v1/messages', headers))).toBe(expected)
  })

  it('of a key in the address is not looked at', async () => {
    expect(status(await raw(`/api/v1/messages?access_token=${apiKey}&key=${apiKey}`))).toBe(401)
  })
})

describe('Idempotency-Key', () => {
  it.each(['', 'a b', 'x'.repeat(256), 'ü'])('"%s" is refused with a sentence', async (value) => {
    const answer = await raw('/api/v1/messages', [`Authorization: Bearer ${apiKey}`, `Idempotency-Key: ${value}`])
    expect(status(answer)).toBe(400)
    expect(answer).toContain('Idempotency-Key takes 1 to 255')
  })

  it('makes one of twins that come at the same moment, and gives both the same secret', async () => {
    const twin = () =>
      fetch(`${host.http}/api/v1/api-keys`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${apiKey}`,
          'content-type': 'application/json',
          'idempotency-key': 'twins',
        },
        body: JSON.stringify({ name: 'Twin' }),
      })
    const answers = await Promise.all([twin(), twin(), twin()])
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201])
    const keys = await Promise.all(answers.map(async (answer) => ((await answer.json()) as { key: string }).key))
    expect(new Set(keys).size).toBe(1)
    const { total } = (await (await host.rest('/api-keys')).json()) as { total: number }
    expect(total).toBe(1)
    const other = await fetch(`${host.http}/api/v1/api-keys`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'idempotency-key': 'twins' },
      body: JSON.stringify({ name: 'Another' }),
    })
    expect(other.status).toBe(422)
  })
})

describe('the OpenAPI document', () => {
  it('states the permission of every operation, and the header of those that make something', async () => {
    const document = (await (await host.rest('/openapi.json')).json()) as {
      paths: Record<string, Record<string, { description?: string; parameters?: { name: string; in: string }[] }>>
    }
    expect(document.paths['/api-keys']?.['post']?.description).toContain('credentials.manage')
    expect(document.paths['/messages']?.['get']?.description).toContain('messages.read')
    expect(document.paths['/smtp-credentials/{id}/reveal']?.['post']?.description).toContain('not for API keys')
    expect(document.paths['/api-keys']?.['post']?.parameters).toContainEqual(
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header' }),
    )
  })
})
