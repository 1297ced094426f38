import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract } from '../../shared/contract/index.ts'
import { Permission } from '../../shared/model/credential.ts'
import { removeFolder, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'

// Driven by the contract itself: a procedure that is added later cannot be forgotten here.

interface Procedure {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly permission: Permission | undefined
  readonly forPeople: boolean
}

const procedures: Procedure[] = Object.entries(contract).flatMap(([group, members]) =>
  Object.entries(members).map(([name, member]) => {
    const { route, meta } = member['~orpc'] as {
      route: { method?: string; path?: string }
      meta: { permission?: Permission; forPeople?: boolean }
    }
    return {
      name: `${group}.${name}`,
      method: route.method ?? '',
      path: (route.path ?? '').replaceAll(/\{\w+\}/g, '1'),
      permission: meta.permission,
      forPeople: meta.forPeople === true,
    }
  }),
)

const data = temporaryFolder()
let host: TestHost
const keys = new Map<string, { id: string; key: string }>()
beforeAll(async () => {
  host = await startHost(data)
  for (const permission of Permission.options) await makeKey(permission, [permission])
  for (const permission of Permission.options)
    await makeKey(
      `all but ${permission}`,
      Permission.options.filter((one) => one !== permission),
    )
  await makeKey('everything', [...Permission.options])
})
afterAll(async () => {
  await host.stop()
  removeFolder(data)
})

async function makeKey(name: string, permissions: string[], more: object = {}): Promise<{ id: string; key: string }> {
  // The limit of fifteen is raised first: these are more.
  if (keys.size === 0) await raiseLimits()
  const response = await host.rest('/api-keys', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, permissions, ...more }),
  })
  expect(response.status, await response.clone().text()).toBe(201)
  const made = (await response.json()) as { id: string; key: string }
  keys.set(name, made)
  return made
}

async function raiseLimits(): Promise<void> {
  const settings = (await (await host.rest('/settings')).json()) as { vault: object }
  const response = await host.rest('/settings', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...settings, vault: { smtpCredentials: 0, apiKeys: 0 } }),
  })
  expect(response.status).toBe(200)
}

function ask(key: string, method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${host.http}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
    // Streams and waits that were let in are not followed to their end.
    signal: AbortSignal.timeout(20_000),
  })
}
const keyOf = (name: string): string => keys.get(name)?.key ?? ''

describe('every procedure', () => {
  it.each(procedures.filter(({ permission }) => permission !== undefined))(
    '$name needs $permission, says so, and no other permission will do',
    async ({ method, path, permission = 'mail.send', forPeople }) => {
      const without = await ask(keyOf(`all but ${permission}`), method, path)
      expect(without.status).toBe(403)
      const { code, message } = (await without.json()) as { code: string; message: string }
      expect(code).toBe('FORBIDDEN')
      expect(message).toContain(permission)
      const wait = path.startsWith('/messages/wait') ? '?timeout=0' : ''
      const allowed = await ask(keyOf(permission), method, `${path}${wait}`)
      await allowed.body?.cancel()
      if (forPeople) expect(allowed.status).toBe(403)
      else expect([401, 403]).not.toContain(allowed.status)
    },
  )

  it('that needs no permission is known', () => {
    expect(procedures.filter(({ permission }) => permission === undefined).map(({ name }) => name)).toEqual([
      'system.info',
      'system.caCertificate',
    ])
  })

  it('that opens the vault or shows what is in it is for people, whatever a key may do', async () => {
    const people = procedures.filter(({ forPeople }) => forPeople)
    expect(people.map(({ name }) => name).toSorted()).toEqual([
      'smtpCredentials.reveal',
      'vault.backup',
      'vault.makeRecoveryCode',
      'vault.restore',
      'vault.setPassphrase',
      'vault.unlock',
    ])
    for (const { method, path } of people) expect((await ask(keyOf('everything'), method, path)).status).toBe(403)
  })
})

describe('a key that gives itself more than it has (privilege escalation)', () => {
  const manager = ['credentials.read', 'credentials.manage']

  it('cannot make a key with another permission', async () => {
    const { key } = await makeKey('manager 1', manager)
    const refused = await ask(key, 'POST', '/api-keys', { name: 'More', permissions: ['settings.manage'] })
    expect(refused.status).toBe(403)
    expect(await refused.text()).toContain('settings.manage')
    expect((await ask(key, 'POST', '/api-keys', { name: 'Same', permissions: manager })).status).toBe(201)
  })

  it('cannot add a permission to itself, nor to another', async () => {
    const { id, key } = await makeKey('manager 2', manager)
    const wanted = { permissions: [...manager, 'messages.read'] }
    expect((await ask(key, 'PATCH', `/api-keys/${id}`, wanted)).status).toBe(403)
    const { id: other } = await makeKey('poor', [])
    expect((await ask(key, 'PATCH', `/api-keys/${other}`, wanted)).status).toBe(403)
  })

  it('cannot take over a mightier key by rotating it', async () => {
    const { key } = await makeKey('manager 3', manager)
    const { id, key: before } = await makeKey('mighty', ['settings.manage'])
    expect((await ask(key, 'POST', `/api-keys/${id}/rotate`, {})).status).toBe(403)
    expect((await ask(before, 'GET', '/settings')).status).toBe(200)
  })

  it('cannot let mail out: no production credential without relay.manage', async () => {
    const { key } = await makeKey('manager 4', [...manager, 'mail.send'])
    const wanted = { name: 'Out', mode: 'production' }
    expect((await ask(key, 'POST', '/smtp-credentials', wanted)).status).toBe(403)
    const made = await ask(key, 'POST', '/smtp-credentials', { name: 'In' })
    expect(made.status).toBe(201)
    const { id } = (await made.json()) as { id: string }
    expect((await ask(key, 'PATCH', `/smtp-credentials/${id}`, { mode: 'production' })).status).toBe(403)
    expect((await ask(key, 'PUT', '/sandbox-lock', { locked: false })).status).toBe(403)
  })
})

describe('a key that may no longer be used', () => {
  it.each([
    ['was deleted', (id: string) => host.rest(`/api-keys/${id}`, { method: 'DELETE' }), 'is not right'],
    ['is disabled', (id: string) => change(id, { enabled: false }), 'is disabled'],
    ['has expired', (id: string) => change(id, { expiresAt: '2020-01-01T00:00:00Z' }), 'expired on'],
    ['may come from elsewhere only', (id: string) => change(id, { allowedIps: ['192.0.2.1'] }), 'may not be used from'],
  ])('because it %s is refused with 401', async (name, revoke, says) => {
    const { id, key } = await makeKey(name, ['messages.read'])
    expect((await ask(key, 'GET', '/messages')).status).toBe(200)
    expect((await revoke(id)).status).toBe(200)
    const refused = await ask(key, 'GET', '/messages')
    expect(refused.status).toBe(401)
    expect(await refused.text()).toContain(says)
  })

  it('hears no more on a stream that it had opened', async () => {
    const { id, key } = await makeKey('listener', ['settings.manage'])
    const stream = await ask(key, 'GET', '/events')
    expect(stream.status).toBe(200)
    await host.rest(`/api-keys/${id}`, { method: 'DELETE' })
    let heard = ''
    for await (const chunk of stream.body ?? []) heard += Buffer.from(chunk as Uint8Array).toString()
    expect(heard).not.toContain('credentialsChanged')
  })

  function change(id: string, body: object): Promise<Response> {
    return host.rest(`/api-keys/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }
})
