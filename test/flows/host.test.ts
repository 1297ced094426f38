import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { httpRequest } from '../support/httpRequest.ts'
import { localTransport, sendSmtp } from '../support/sendSmtp.ts'
import { apiKey, removeFolder, startHost, temporaryFolder } from '../support/testHost.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach(removeFolder))

function newFolder(): string {
  const folder = temporaryFolder()
  folders.push(folder)
  return folder
}

describe('secrets', () => {
  it('the API key, the sign-in link, cookies and passwords are in no file of the data folder', async () => {
    const folder = newFolder()
    const host = await startHost(folder)
    const { pathname, search, searchParams } = new URL(host.signInUrl)
    const signedIn = await httpRequest(host.http, { path: pathname + search })
    const cookie = signedIn.headers['set-cookie']?.[0]?.split(';')[0]?.split('=')[1] ?? ''
    const password = 'password-of-an-unknown-login'
    const auth = { user: 'joe', pass: password }
    for (const authMethod of ['PLAIN', 'LOGIN'] as const) {
      const transport = localTransport(host.smtpPort, { auth, authMethod })
      await transport.sendMail({ from: 'a@b.test', to: 'c@d.test', subject: 'With a login', text: 'x' })
    }
    await host.rest('/settings')
    await host.stop()

    const secrets = [apiKey, searchParams.get('token') ?? '', cookie, password].flatMap((secret) => [
      secret,
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      Buffer.from(`\0joe\0${secret}`).toString('base64').replace(/=+$/, ''),
    ])
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
    const contents = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file))
    expect(contents.some((bytes) => bytes.includes('With a login'))).toBe(true)
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(20)
      expect(contents.some((bytes) => bytes.includes(secret))).toBe(false)
    }
  })

  it('the data folder is its owner’s alone', async () => {
    const folder = newFolder()
    const host = await startHost(folder)
    await sendSmtp(host.smtpPort, { subject: 'Private' })
    expect(statSync(folder).mode & 0o077).toBe(0)
    await host.stop()
  })
})

describe('ports that are taken', () => {
  it('a host that was asked for one ends with one line that names the process and a free port', async () => {
    const taken = createServer()
    taken.listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    for (const flag of ['--smtp', '--smtps', '--http']) {
      const failed = startHost(newFolder(), flag, String(port))
      await expect(failed).rejects.toThrow(
        new RegExp(`^sandpost: Port ${port} on 127\\.0\\.0\\.1 is taken [^\\n]+\\n$`),
      )
    }
    taken.close()
  })

  it('a second host on the same data folder is turned away', async () => {
    const folder = newFolder()
    const host = await startHost(folder)
    await expect(startHost(folder)).rejects.toThrow(/^sandpost: Another Sandpost already uses the data folder/)
    await host.stop()
  })
})

describe('stopping', () => {
  it('a signal ends open sessions with 421, and the host with exit code 0', async () => {
    const host = await startHost(newFolder())
    const socket = connect(host.smtpPort, '127.0.0.1').setEncoding('utf8')
    let heard = ''
    socket.on('data', (text: string) => (heard += text))
    while (!heard.startsWith('220 ')) await once(socket, 'data')
    const closed = once(socket, 'close')
    expect(await host.stop()).toBe(0)
    await closed
    expect(heard).toMatch(/\r\n421 4\.3\.2 /)
  })

  it('what was answered before the signal is there after the next start', async () => {
    const folder = newFolder()
    const first = await startHost(folder)
    await sendSmtp(first.smtpPort, { subject: 'Just before' })
    await first.stop()
    const second = await startHost(folder)
    expect(await (await second.rest('/messages')).json()).toMatchObject({ items: [{ subject: 'Just before' }] })
    await second.stop()
  })
})
