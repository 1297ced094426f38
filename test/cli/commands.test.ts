import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiKey, removeFolder, runCli, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'

let host: TestHost
const folder = temporaryFolder()
const files = temporaryFolder()
const key = { SANDPOST_API_KEY: apiKey }

beforeAll(async () => {
  host = await startHost(folder)
})
afterAll(async () => {
  await host.stop()
  removeFolder(folder)
  removeFolder(files)
})

describe('wrong arguments', () => {
  it.each([
    ['nonsense'],
    ['serve', '--nonsense'],
    ['serve', '--smtp', 'many'],
    ['serve', '--smtp', '70000'],
    ['serve', '--login', 'maybe'],
    ['send'],
    ['send', '--to', 'a@example.test', '--server', 'nowhere'],
    ['send', '--to', 'a@example.test', '--user', 'u'],
    ['send', '--to', 'a@example.test', '--password', 'secret'],
    ['wait', '--timeout', '-1'],
    ['import'],
    ['export'],
  ])('%s %s %s end in one line and exit code 2', async (...args) => {
    const { code, stdout, stderr } = await runCli(args)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^sandpost: [^\n]+\n$/)
  })
})

describe('help', () => {
  it.each(['serve', 'send', 'wait', 'import', 'export'])('sandpost %s --help', async (command) => {
    const { code, stdout } = await runCli([command, '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain(`Usage: sandpost ${command}`)
  })
})

describe('send and wait', () => {
  it('a message is sent with its dialogue shown, the password left out, and waited for', async () => {
    const html = join(files, 'mail.html')
    writeFileSync(html, '<p>From a file</p>')
    const sent = await runCli(
      [
        'send',
        '--to=a@example.test',
        '--subject=By hand',
        `--html=${html}`,
        `--attach=${html}`,
        `--server=127.0.0.1:${host.smtpPort}`,
        '--user=joe',
        '--password-env=MAIL_PASSWORD',
      ],
      { MAIL_PASSWORD: 'correct-horse' },
    )
    expect(sent.code).toBe(0)
    expect(sent.stdout).toMatch(/^<- 220 .*\n-> EHLO /)
    expect(sent.stdout).toContain('-> AUTH PLAIN ********')
    expect(sent.stdout).toMatch(/<- 250 2\.0\.0 .*\n$/)
    expect(sent.stdout).not.toContain('correct-horse')
    expect(sent.stdout).not.toContain(Buffer.from('\0joe\0correct-horse').toString('base64'))

    const waited = await runCli(['wait', '--search', 'subject:"By hand"', '--server', host.http], key)
    expect(waited.code).toBe(0)
    expect(JSON.parse(waited.stdout)).toMatchObject({
      subject: 'By hand',
      html: expect.stringContaining('From a file'),
    })
  })

  it('a wait without a match ends with exit code 1', async () => {
    const { code, stdout } = await runCli(
      ['wait', '--search', 'subject:never', '--timeout', '0', '--server', host.http],
      key,
    )
    expect(code).toBe(1)
    expect(stdout).toBe('')
  })

  it('a wait without the key says which key', async () => {
    const { code, stderr } = await runCli(['wait', '--server', host.http], { SANDPOST_API_KEY: '' })
    expect(code).toBe(1)
    expect(stderr).toContain('set SANDPOST_API_KEY')
  })

  it('a server that is not there is named in one line', async () => {
    const { code, stderr } = await runCli(['send', '--to', 'a@example.test', '--server', '127.0.0.1:1'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^sandpost: 127\.0\.0\.1:1 cannot be reached: [^\n]+\n$/)
  })
})

describe('import and export', () => {
  const message = Buffer.from(
    'Subject: Kept\r\nDate: Fri, 20 Nov 2026 10:00:00 +0100\r\n\r\nFrom me\r\n\xff\0\r\n',
    'latin1',
  )

  it('a message comes out of a data folder as it went in', async () => {
    const data = join(files, 'data')
    writeFileSync(join(files, 'kept.eml'), message)
    const maildir = join(files, 'Maildir')
    for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(maildir, name), { recursive: true })
    writeFileSync(join(maildir, 'cur', '1.host:2,S'), message)
    writeFileSync(join(maildir, 'new', '2.host'), message)
    writeFileSync(join(maildir, 'tmp', '3.host'), 'half a message')

    const imported = await runCli(['import', join(files, 'kept.eml'), maildir, '--data', data])
    expect(imported).toMatchObject({ code: 0, stdout: '3 messages imported\n' })
    const out = join(files, 'out') + '/'
    expect(await runCli(['export', '--to', out, '--data', data])).toMatchObject({ code: 0 })
    const exported = readdirSync(out)
    expect(exported).toHaveLength(3)
    for (const name of exported) expect(readFileSync(join(out, name)).equals(message)).toBe(true)

    const mbox = join(files, 'all.mbox')
    expect(await runCli(['export', '--to', mbox, '--data', data])).toMatchObject({ code: 0 })
    const again = join(files, 'again')
    expect(await runCli(['import', mbox, '--data', again])).toMatchObject({ stdout: '3 messages imported\n' })
    expect(await runCli(['export', '--to', `${out}/again/`, '--data', again])).toMatchObject({ code: 0 })
    for (const name of readdirSync(join(out, 'again')))
      expect(readFileSync(join(out, 'again', name)).equals(message)).toBe(true)
  })

  it('a running Sandpost is talked to over REST', async () => {
    writeFileSync(join(files, 'kept.eml'), message)
    expect(await runCli(['import', join(files, 'kept.eml'), '--server', host.http], key)).toMatchObject({ code: 0 })
    const out = join(files, 'remote') + '/'
    await runCli(['export', '--search', 'subject:Kept', '--to', out, '--server', host.http], key)
    const [name = ''] = readdirSync(out)
    expect(readFileSync(join(out, name)).equals(message)).toBe(true)
    const list = await host.rest('/messages?search=subject:Kept')
    expect(await list.json()).toMatchObject({
      items: [{ flags: ['imported'], receivedAt: '2026-11-20T09:00:00.000Z' }],
    })
  })

  it('a folder that a running Sandpost uses is left alone, and the other way is told', async () => {
    const { code, stderr } = await runCli(['export', '--to', join(files, 'x.mbox'), '--data', folder])
    expect(code).toBe(1)
    expect(stderr).toMatch(/in use by a running Sandpost.*--server/)
  })

  it('a file that is not there is named', async () => {
    const { code, stderr } = await runCli(['import', join(files, 'missing.eml'), '--data', join(files, 'data')])
    expect(code).toBe(1)
    expect(stderr).toContain('missing.eml cannot be read')
  })
})
