import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Announcer } from '../../electron/engine/announce.ts'
import { Notices } from '../../electron/engine/notices.ts'
import { openSettings } from '../../electron/engine/settings/store.ts'
import { Settings } from '../../shared/model/settings.ts'
import type { SystemInfo } from '../../shared/model/system.ts'
import { sendSmtp } from '../support/sendSmtp.ts'
import { removeFolder, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'

const defaults = Settings.parse({})

describe('settings on disk', () => {
  let folder: string
  let notices: Notices
  beforeEach(() => {
    folder = temporaryFolder()
    notices = new Notices(new Announcer())
    return () => removeFolder(folder)
  })
  const path = () => join(folder, 'settings.json')

  it('are the defaults where there are none, and no file is made for that', () => {
    expect(openSettings(folder, {}, notices).current()).toEqual(defaults)
    expect(existsSync(path())).toBe(false)
  })

  it('are kept for their owner alone, and read again', async () => {
    const wanted = { ...defaults, retention: { keepAtMost: 7, keepForDays: 1 } }
    await openSettings(folder, {}, notices).put(wanted)
    expect(statSync(path()).mode & 0o777).toBe(0o600)
    expect(openSettings(folder, {}, notices).current()).toEqual(wanted)
  })

  it.each(['{', '', '[]', 'null', '{"smtp":{"port":"many"}}', '\u0000\u0001'])(
    'that are damaged are kept aside, and the owner is told: %j',
    (text) => {
      writeFileSync(path(), text)
      expect(openSettings(folder, {}, notices).current()).toEqual(defaults)
      const aside = readdirSync(folder).find((name) => name.startsWith('settings.damaged-')) ?? ''
      expect(readFileSync(join(folder, aside), 'utf8')).toBe(text)
      expect(notices.list()).toMatchObject([{ id: 'settingsDamaged', severity: 'warning' }])
      expect(notices.list()[0]?.detail).toContain(aside)
    },
  )

  it('do not take in what the command line gave', async () => {
    const settings = openSettings(folder, { smtpPort: 2600, login: 'strict' }, notices)
    expect(settings.current().smtp).toMatchObject({ port: 2600, login: 'strict' })
    const shown = structuredClone(settings.current())
    shown.retention.keepAtMost = 9
    await settings.put(shown)
    const later = openSettings(folder, {}, notices).current()
    expect(later).toEqual({ ...defaults, retention: { ...defaults.retention, keepAtMost: 9 } })
  })

  it('take in what the owner changed, also where the command line had spoken', async () => {
    const settings = openSettings(folder, { smtpPort: 2600 }, notices)
    const shown = structuredClone(settings.current())
    shown.smtp.port = 2700
    expect((await settings.put(shown)).smtp.port).toBe(2700)
    expect(openSettings(folder, {}, notices).current().smtp.port).toBe(2700)
  })
})

describe('settings in force', () => {
  let host: TestHost
  let taken: Server
  const folder = temporaryFolder()
  beforeAll(async () => {
    host = await startHost(folder)
    taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  })
  afterAll(async () => {
    await host.stop()
    await new Promise((resolve) => taken.close(resolve))
    removeFolder(folder)
  })

  async function put(change: (settings: Settings) => void): Promise<SystemInfo> {
    const settings = (await (await host.rest('/settings')).json()) as Settings
    change(settings)
    const headers = { 'content-type': 'application/json' }
    const answer = await host.rest('/settings', { method: 'PUT', headers, body: JSON.stringify(settings) })
    expect(answer.status).toBe(200)
    return (await (await host.rest('/system')).json()) as SystemInfo
  }

  async function freePort(): Promise<number> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    return port
  }

  it('a listener whose port was changed moves there, the other stays', async () => {
    const port = await freePort()
    const { listeners } = await put((settings) => (settings.smtp.port = port))
    expect(listeners).toMatchObject([
      { port, state: { is: 'listening' } },
      { port: host.smtpsPort, state: { is: 'listening' } },
    ])
    await sendSmtp(port, { subject: 'Moved' })
    await expect(sendSmtp(host.smtpPort, {})).rejects.toThrow('ECONNREFUSED')
  })

  it('a port that is taken is said to be, by whom, with the next free one', async () => {
    const { port } = taken.address() as AddressInfo
    const { listeners } = await put((settings) => (settings.smtp.port = port))
    const state = listeners[0]?.state
    expect(state?.is).toBe('failed')
    if (state?.is !== 'failed') return
    expect(state.message).toContain(`Port ${port} on 127.0.0.1 is taken by`)
    if (process.platform === 'linux') expect(state.message).toContain(`(process ${process.pid})`)
    expect(state.nextFreePort).toBeGreaterThan(port)
    expect(state.message).toContain(String(state.nextFreePort))
  })

  it('a port that became free is had by saving again', async () => {
    const port = await freePort()
    const { listeners } = await put((settings) => (settings.smtp.port = port))
    expect(listeners[0]).toMatchObject({ port, state: { is: 'listening' } })
  })

  it('a login is refused where one is required, and let in where not', async () => {
    const { listeners } = await put((settings) => (settings.smtp.login = 'required'))
    const port = listeners[0]?.port ?? 0
    await expect(sendSmtp(port, { subject: 'No login' })).rejects.toThrow('530')
    await put((settings) => (settings.smtp.login = 'lenient'))
    await sendSmtp(port, { subject: 'No login needed' })
  })

  it('the HTTP door moves too, after it has answered', async () => {
    const port = await freePort()
    const settings = (await (await host.rest('/settings')).json()) as Settings
    settings.http.port = port
    const headers = { 'content-type': 'application/json' }
    const answer = await host.rest('/settings', { method: 'PUT', headers, body: JSON.stringify(settings) })
    expect(await answer.json()).toMatchObject({ http: { port } })
    expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200)
  })
})
