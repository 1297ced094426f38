import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { contract } from '../../shared/contract/index.ts'
import { removeFolder, runCli, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'
import { startUpstream } from '../support/upstreamServer.ts'
import { SmtpSocket } from '../support/smtpSocket.ts'

// A secret lives in the memory of whoever was shown it once. It is looked for everywhere else: in every byte of the data
// folder while the host runs and after it stopped, in its output, its command line and environment, and in every reply.

const data = temporaryFolder()
afterAll(() => removeFolder(data))

const passphrase = 'four words nobody guesses 7'

/** Everything that a search would find a text by: as it is, in base64 at every offset, as hex, in UTF-16. */
function disguises(secret: string): Buffer[] {
  const bytes = Buffer.from(secret)
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset, 'x'), bytes])
      .toString('base64')
      .slice(4, -4),
  )
  return [
    bytes,
    Buffer.from(secret, 'utf16le'),
    ...[bytes.toString('hex'), bytes.toString('hex').toUpperCase(), ...base64].map((text) => Buffer.from(text)),
  ]
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}

function expectNowhere(secrets: readonly string[], where: string, content: Buffer): void {
  for (const secret of secrets) {
    for (const disguise of disguises(secret)) expect(content.includes(disguise), `${where} holds ${secret}`).toBe(false)
  }
}

async function json<T>(host: TestHost, path: string, method = 'GET', body?: object): Promise<T> {
  const response = await host.rest(path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  expect(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`).toBe(true)
  return (await response.json()) as T
}

test('no secret is in clear in any byte of the data folder, the output, the process or a reply', async () => {
  const host = await startHost(data)
  onTestFinished(async () => void (await host.stop()))
  const secrets: string[] = [passphrase]
  const made: { id: string; username: string; password: string }[] = []
  for (const body of [
    { name: 'Made' },
    { name: 'Chosen', password: 'A-chosen-one-91x-Zebra' },
    { name: 'Readable', readable: true },
  ]) {
    const one = await json<(typeof made)[0]>(host, '/smtp-credentials', 'POST', body)
    made.push(one)
    secrets.push(one.password)
  }
  const key = await json<{ id: string; key: string }>(host, '/api-keys', 'POST', {
    name: 'Key',
    permissions: ['messages.read'],
  })
  secrets.push(key.key)
  const again = await json<{ password: string }>(host, `/smtp-credentials/${made[2]?.id}/rotate`, 'POST', {
    graceSeconds: 60,
  })
  secrets.push(again.password)
  const idempotent = await host.rest('/api-keys', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'once' },
    body: JSON.stringify({ name: 'Once' }),
  })
  secrets.push(((await idempotent.json()) as { key: string }).key)
  await json(host, '/vault/passphrase', 'PUT', { passphrase })
  secrets.push((await json<{ code: string }>(host, '/vault/recovery-code', 'POST')).code)
  await json(host, `/smtp-credentials/${made[2]?.id}/reveal`, 'POST', {})

  // An upstream that repeats what it was given, and a webhook that is signed.
  const upstreamPassword = 'upstream-Secret-77-xyz'
  const oauthSecrets = { clientSecret: 'oauth-client-Secret-1', refreshToken: 'oauth-refresh-Token-1' }
  secrets.push(upstreamPassword, ...Object.values(oauthSecrets))
  const upstream = await startUpstream({ auth: (line) => `535 5.7.8 I cannot use ${line}, nor ${upstreamPassword}` })
  onTestFinished(() => upstream.close())
  const { id: upstreamId } = await json<{ id: string }>(host, '/upstreams', 'POST', {
    name: 'Echo',
    host: '127.0.0.1',
    port: upstream.port,
    security: 'none',
    login: { is: 'password', username: 'me' },
    secrets: { password: upstreamPassword },
  })
  await json(host, '/upstreams', 'POST', {
    name: 'OAuth2',
    host: 'mail.test',
    login: { is: 'oauth2', username: 'me', clientId: 'id', tokenUrl: 'http://127.0.0.1:1/token' },
    secrets: oauthSecrets,
  })
  const tested = await json<{ works: boolean }>(host, `/upstreams/${upstreamId}/test`, 'POST', { login: true })
  expect(tested.works).toBe(false)
  expectNowhere(secrets, 'the test of an upstream', Buffer.from(JSON.stringify(tested)))
  for (const format of ['sandpost', 'ahasend', 'sendgrid']) {
    const endpoint = await json<{ id: string; secret: string | null }>(host, '/webhook-endpoints', 'POST', {
      name: format,
      format,
      url: `${host.http}/nowhere`,
    })
    if (endpoint.secret !== null) secrets.push(endpoint.secret)
    await json(host, `/webhook-endpoints/${endpoint.id}/test`, 'POST', {})
  }

  // Used in every way in which a client can let them slip, from addresses that wait for nobody.
  const login = (user: string, password: string) => Buffer.from(`\0${user}\0${password}`).toString('base64')
  const slips: ((client: SmtpSocket, user: string, secret: string) => Promise<unknown>)[] = [
    (client, user, secret) => client.say(`AUTH PLAIN ${login(user, secret)}`),
    (client, user, secret) => client.say(`AUTH PLAIN ${login(user, `${secret}\n`)}`),
    (client, _user, secret) => client.say(`AUTH PLAIN ${login(secret, secret)}`),
    (client, _user, secret) => client.say(`AUTH ${secret}`),
    (client, _user, secret) => client.say(`PASS ${secret}`),
    async (client, _user, secret) => {
      await client.say('AUTH LOGIN')
      await client.say(Buffer.from(secret).toString('base64'))
      return client.say(Buffer.from(secret).toString('base64'))
    },
    (client, _user, secret) => client.say(`AUTH LOGIN ${secret}`),
  ]
  let address = 1
  for (const slip of slips) {
    for (const { username, password } of [...made, { username: 'apikey', password: key.key }]) {
      address += 1
      const client = await SmtpSocket.ready(host.smtpPort, `127.0.2.${address}`)
      await slip(client, username, password).catch(() => undefined)
      client.destroy()
    }
  }
  await fetch(`${host.http}/api/v1/messages`, { headers: { authorization: `Bearer ${key.key}x` } })
  await fetch(`${host.http}/api/v1/messages?key=${key.key}`, { headers: { authorization: `Bearer ${key.key}` } })
  await fetch(`${host.http}/api/v1/${key.key}`, { headers: { authorization: `Bearer ${key.key}` } })

  // Diagnoses that try a login: right, wrong, with a line break, at the wrong host, and pasted. Their reports are compressed on
  // disk, so they are looked at as they are handed out.
  const ca = await (await host.rest('/system/ca.pem')).text()
  const asked = { host: 'localhost', ports: [host.smtpPort], elsewhere: [], tryLogin: true, ca, family: '4' }
  const [{ username, password } = { username: '', password: '' }] = made
  const pasted = `MAIL_HOST=localhost\nMAIL_PORT=${host.smtpPort}\nMAIL_USERNAME=${username}\nMAIL_PASSWORD=${password}\n`
  const diagnosed: string[] = []
  for (const question of [
    { ...asked, username, password },
    { ...asked, username, password: `${password}\n` },
    { ...asked, username, password: upstreamPassword },
    { ...asked, username: password, password },
    { ...asked, host: '', ports: [], pasted },
    { ...asked, host: `smtp://${username}:${password}@localhost`, ports: [host.smtpPort] },
    { ...asked, host: 'localhost', upstreamId, tryLogin: true },
  ]) {
    const report = await json<{ id: number }>(host, '/diagnostics', 'POST', question)
    const kept = `/diagnostics/${report.id}`
    diagnosed.push(kept, ...['md', 'html', 'txt', 'json'].map((format) => `${kept}/file?format=${format}`))
  }

  const replies = [
    ...diagnosed,
    '/diagnostics',
    '/smtp-credentials',
    '/api-keys',
    '/credential-labels',
    '/audit?limit=1000',
    '/vault',
    '/system',
    '/settings',
    '/sessions?limit=500',
    '/upstreams',
    '/routes',
    '/deliveries',
    '/webhook-endpoints',
    '/webhook-calls',
    '/webhook-calls/1',
    `/smtp-credentials/${made[0]?.id}`,
    `/api-keys/${key.id}`,
  ]
  for (const path of replies) {
    expectNowhere(secrets, path, Buffer.from(await (await host.rest(path)).arrayBuffer()))
  }
  const { items } = await json<{ items: { id: number }[] }>(host, '/sessions?limit=500')
  expect(items.length).toBeGreaterThan(slips.length)
  for (const { id } of items) {
    const transcript = await host.rest(`/sessions/${id}/transcript`)
    expectNowhere(secrets, `transcript ${id}`, Buffer.from(await transcript.arrayBuffer()))
  }
  for (const path of files(data)) expectNowhere(secrets, path, readFileSync(path))
  if (process.platform === 'linux') {
    for (const name of ['cmdline', 'environ'])
      expectNowhere(secrets, name, readFileSync(`/proc/${host.process.pid}/${name}`))
  }
  await host.stop()
  for (const path of files(data)) expectNowhere(secrets, path, readFileSync(path))
})

test('the command line never takes a secret as an argument, and shows one only where it was asked for', async () => {
  const folder = temporaryFolder()
  const run = (...args: string[]) => runCli([...args, '--data', folder])
  const created = await run('credentials', 'create', '--name', 'From a terminal')
  const secret = created.stdout.trim()
  expect(secret).toMatch(/^[0-9A-Za-z]{28}$/)
  expect(created.stderr).not.toContain(secret)
  for (const args of [
    ['credentials', 'list'],
    ['credentials', 'show', 'From a terminal'],
    ['credentials', 'show', 'From a terminal', '--json'],
    ['vault', 'audit'],
  ]) {
    const { stdout, stderr } = await run(...args)
    expectNowhere([secret], args.join(' '), Buffer.from(stdout + stderr))
  }
  expect((await run('credentials', 'create', '--name', 'x', '--password', 'anything-at-all')).code).toBe(2)
  removeFolder(folder)
})

test('every procedure that can show a secret is one of these', () => {
  const showing = Object.entries(contract).flatMap(([group, procedures]) =>
    Object.entries(procedures).flatMap(([name, procedure]) => {
      const { outputSchema } = procedure['~orpc'] as { outputSchema?: { shape?: Record<string, unknown> } }
      const fields = Object.keys(outputSchema?.shape ?? {})
      return fields.some((field) => ['password', 'key', 'code', 'secret'].includes(field)) ? [`${group}.${name}`] : []
    }),
  )
  expect(showing.toSorted()).toEqual([
    'apiKeys.create',
    'apiKeys.rotate',
    'smtpCredentials.create',
    'smtpCredentials.reveal',
    'smtpCredentials.rotate',
    'vault.makeRecoveryCode',
    'webhookEndpoints.create',
    'webhookEndpoints.rotateSecret',
  ])
})
