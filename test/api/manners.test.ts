import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FaultScenario, Profile } from '../../shared/model/manners.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { SystemInfo } from '../../shared/model/system.ts'
import { SmtpSocket } from '../support/smtpSocket.ts'
import { removeFolder, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'

let host: TestHost
const folder = temporaryFolder()
beforeAll(async () => {
  host = await startHost(folder)
})
afterAll(async () => {
  await host.stop()
  removeFolder(folder)
})

async function ask(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const response = await host.rest(path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json() }
}

const scenario = {
  name: 'Out of order',
  active: true,
  faults: [{ stage: 'rcpt', effect: { is: 'reply', code: 451, enhancedCode: '4.3.0', text: 'Later' } }],
}

async function rcptReply(): Promise<string> {
  const client = await SmtpSocket.ready(host.smtpPort)
  const answer = await client.sayAll('MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>')
  client.destroy()
  return answer
}

describe('fault scenarios over REST', () => {
  it('strike as soon as they are answered, are there after a restart, and are gone when removed', async () => {
    const put = await ask('PUT', '/fault-scenarios/ci', scenario)
    expect(put.status).toBe(200)
    expect(FaultScenario.parse(put.body)).toMatchObject({ id: 'ci', active: true, ports: [] })
    expect(await rcptReply()).toBe('451 4.3.0 Later')

    await host.stop()
    host = await startHost(folder)
    expect((await ask('GET', '/fault-scenarios')).body).toEqual([put.body])
    expect(await rcptReply()).toBe('451 4.3.0 Later')

    expect((await ask('PUT', '/fault-scenarios/ci', { ...scenario, active: false })).status).toBe(200)
    expect(await rcptReply()).toMatch(/^250/)
    expect((await ask('DELETE', '/fault-scenarios/ci')).body).toEqual({ deleted: true })
    expect((await ask('DELETE', '/fault-scenarios/ci')).status).toBe(404)
    expect((await ask('GET', '/fault-scenarios')).body).toEqual([])
  })

  it.each([
    ['a reply of two lines', { is: 'reply', code: 450, text: 'No\r\n250 Yes' }, 'line breaks'],
    ['an effect that does not go with its stage', { is: 'tlsFailure' }, 'does not go with this stage'],
  ])('%s is refused, in a sentence', async (_, effect, sentence) => {
    const { status, body } = await ask('PUT', '/fault-scenarios/x', {
      ...scenario,
      faults: [{ stage: 'rcpt', effect }],
    })
    expect(status).toBe(400)
    expect((body as { message: string }).message).toContain(sentence)
    expect((await ask('GET', '/fault-scenarios')).body).toEqual([])
  })

  it('are announced', async () => {
    const end = new AbortController()
    const stream = await host.rest('/events', { signal: end.signal })
    const pieces = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    let told = ''
    await ask('PUT', '/fault-scenarios/ci', { ...scenario, active: false })
    while (!told.includes('faultsChanged')) told += (await pieces?.read())?.value ?? ''
    end.abort()
    await ask('DELETE', '/fault-scenarios/ci')
  })
})

describe('profiles', () => {
  it('are listed with their facts', async () => {
    const { body } = await ask('GET', '/profiles')
    const [first, ...others] = Profile.array().parse(body)
    expect(first?.name).toBe('sandpost')
    for (const { facts } of others) expect(new Set(facts.map(({ certainty }) => certainty)).size).toBeGreaterThan(1)
  })

  it('are what the settings say: of the two listeners, and of as many more as wanted', async () => {
    const settings = (await ask('GET', '/settings')).body as Settings
    const one = { port: 0, security: 'starttls', profile: 'ahasend' } as const
    const more = [one, one, { port: 0, security: 'tls', profile: 'ahasend' } as const]
    await ask('PUT', '/settings', { ...settings, smtp: { ...settings.smtp, more } })
    const { listeners } = (await ask('GET', '/system')).body as SystemInfo
    expect(listeners.map(({ profile, state }) => `${profile} ${state.is}`)).toEqual([
      'sandpost listening',
      'sandpost listening',
      'ahasend listening',
      'ahasend listening',
      'ahasend failed',
    ])
    expect(new Set(listeners.slice(0, 4).map(({ port }) => port)).size).toBe(4)
    const client = await SmtpSocket.open(listeners[2]?.port ?? 0)
    expect(await client.reply()).toBe('220 send.ahasend.com ESMTP')
    client.destroy()

    await ask('PUT', '/settings', { ...settings, smtp: { ...settings.smtp, profile: 'sendgrid' } })
    const changed = ((await ask('GET', '/system')).body as SystemInfo).listeners
    expect(changed.map(({ profile, state }) => `${profile} ${state.is}`)).toEqual([
      'sendgrid listening',
      'sendgrid listening',
    ])
    await ask('PUT', '/settings', settings)
  })

  it.each(['paubox', 'sendgrid', 'ahasend', 'elasticemail'])(
    'let our own sample in, logged in as they want it: %s',
    async (profile) => {
      const settings = (await ask('GET', '/settings')).body as Settings
      await ask('PUT', '/settings', { ...settings, smtp: { ...settings.smtp, profile } })
      expect(await ask('POST', '/system/sample', {})).toMatchObject({ status: 200 })
      await ask('PUT', '/settings', settings)
    },
  )
})

describe('serve --profile', () => {
  it('holds for this run, and is not stored', async () => {
    const other = temporaryFolder()
    const like = await startHost(other, '--profile', 'sendgrid')
    const client = await SmtpSocket.open(like.smtpPort)
    expect(await client.reply()).toMatch(/^220 SG ESMTP service ready at /)
    client.destroy()
    expect(await like.stop()).toBe(0)
    const plain = await startHost(other)
    const again = await SmtpSocket.open(plain.smtpPort)
    expect(await again.reply()).toMatch(/ESMTP Sandpost$/)
    again.destroy()
    await plain.stop()
    removeFolder(other)
  })

  it('says so when a port was asked for that the provider does not have, or when there is no such profile', async () => {
    const other = temporaryFolder()
    await expect(startHost(other, '--profile', 'ahasend')).rejects.toThrow(
      /AhaSend has no port with TLS from the first/,
    )
    await expect(startHost(other, '--profile', 'nobody')).rejects.toThrow('--profile takes sandpost, paubox')
    removeFolder(other)
  })
})
