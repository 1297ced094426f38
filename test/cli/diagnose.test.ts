import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { DomainReport } from '../../shared/model/diagnosis/domain.ts'
import { Report } from '../../shared/model/diagnosis/report.ts'
import { daysFromNow, makeCertificate } from '../support/certificates.ts'
import { closedPort, type FaultServer } from '../support/diagnosis/faultServer.ts'
import { silent, startScriptedSmtp, type SmtpScript } from '../support/diagnosis/scriptedSmtp.ts'
import { evil, healthy } from '../support/diagnosis/smtpFaults.ts'
import { nameServer } from '../support/nameServer.ts'
import {
  apiKey,
  removeFolder,
  runCli,
  runProgram,
  startHost,
  temporaryFolder,
  type TestHost,
} from '../support/testHost.ts'

const files = temporaryFolder()
const cli = join(import.meta.dirname, '..', '..', 'electron', 'cli.ts')
const root = makeCertificate({ name: 'Test root', ca: true })
const certificate = makeCertificate({ name: '127.0.0.1', names: ['127.0.0.1'], issuer: root })
const tls = { key: certificate.key, cert: certificate.chainPem }
const ca = join(files, 'ca.pem')
const password = 'correct-horse-battery'
/** Without a Sandpost that could be found, and nowhere to keep anything. */
const alone = { SANDPOST_DATA: join(files, 'none'), SANDPOST_API_KEY: '', CI: '1' }

let server: FaultServer | null = null
beforeAll(() => writeFileSync(ca, certificate.caPem))
afterEach(async () => {
  await server?.close()
  server = null
})
afterAll(() => {
  // Asking a server is no reason to make a data folder.
  expect(existsSync(alone.SANDPOST_DATA)).toBe(false)
  removeFolder(files)
})

async function serve(script: SmtpScript): Promise<string[]> {
  server = await startScriptedSmtp(script)
  return ['127.0.0.1', '--port', String(server.port)]
}

const diagnose = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  runCli(['diagnose', ...args], { ...alone, ...env })

describe('sandpost diagnose', () => {
  it('ends with 0 when it works, the answer on top, and nothing on stderr', async () => {
    const { code, stdout, stderr } = await diagnose([...(await serve(healthy(tls))), '--ca', ca])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Can mail leave through 127\.0\.0\.1\?\n\nWorks\n\n/)
    expect(stdout).toContain('SETTINGS THAT WORK')
    expect(stdout).toMatch(/^\d+ +STARTTLS {2}TLS 1\.3 {2}certificate until \d{4}-\d\d-\d\d$/m)
    expect(stdout.split('\n').length).toBeLessThan(40)
    expect(stdout).not.toContain('\u001b')
  })

  it('ends with 1 when it works, but not for long', async () => {
    const soon = makeCertificate({ name: '127.0.0.1', names: ['127.0.0.1'], issuer: root, to: daysFromNow(5) })
    const host = await serve(healthy({ key: soon.key, cert: soon.chainPem }))
    const { code, stdout } = await diagnose([...host, '--ca', ca])
    expect(stdout).toMatch(/^Works, but …$/m)
    expect(code).toBe(1)
  })

  it('ends with 2 when it does not work', async () => {
    const { code, stdout } = await diagnose(['127.0.0.1', '--port', String(await closedPort())])
    expect(stdout).toContain('Does not work')
    expect(code).toBe(2)
  })

  it('ends with 3 when it was stopped before it could know, telling what was seen', async () => {
    const { code, stdout } = await diagnose([...(await serve({ greeting: silent })), '--timeout', '1'])
    expect(stdout).toContain('It was stopped before anything could be said about 127.0.0.1.')
    expect(code).toBe(3)
  })

  it('prints JSON in the published shape, and the shape itself', async () => {
    const [{ stdout }, schema] = await Promise.all([
      diagnose([...(await serve(healthy(tls))), '--json']),
      diagnose(['--schema']),
    ])
    const report = Report.parse(JSON.parse(stdout))
    expect(report).toMatchObject({ id: null, state: 'done', question: { ports: [server?.port] } })
    const published = z.fromJSONSchema(JSON.parse(schema.stdout))
    expect(published.safeParse(JSON.parse(stdout)).error).toBeUndefined()
    expect(JSON.parse(schema.stdout)).toEqual(
      JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/diagnosis.schema.json'), 'utf8')),
    )
  })

  it('shows the transcript when it is asked for', async () => {
    const { stdout } = await diagnose([...(await serve(healthy(tls))), '--verbose'])
    expect(stdout).toContain('TRANSCRIPTS')
    expect(stdout).toMatch(/^ {3}-> STARTTLS$/m)
    expect(stdout).toMatch(/^ {3}~> EHLO /m)
    expect(stdout).toMatch(/^ {2}<~ {2}250/m)
  })

  it('takes settings as the app has them, and logs in with them when told to', async () => {
    const [, , port] = await serve(healthy(tls))
    const env = join(files, 'app.env')
    writeFileSync(
      env,
      `MAIL_HOST=127.0.0.1\nMAIL_PORT=${port}\nMAIL_USERNAME=joe\nMAIL_PASSWORD=${password}\nMAIL_ENCRYPTION=tls\n`,
    )
    const { code, stdout } = await diagnose(['--paste', env, '--login', '--ca', ca, '--json'])
    const report = Report.parse(JSON.parse(stdout))
    expect(report.question).toMatchObject({ host: '127.0.0.1', ports: [Number(port)], username: 'joe' })
    expect(report.judgement.settings[0]).toMatchObject({ login: 'accepted', username: 'joe' })
    expect(code).toBe(0)
    expect(stdout).not.toContain(password)
  })

  it('takes the password from the environment or from standard input, and shows it nowhere', async () => {
    const host = await serve({ ...healthy(tls), auth: '535 5.7.8 Authentication failed' })
    const args = [...host, '--ca', ca, '--user', 'joe', '--verbose']
    const byVariable = await diagnose([...args, '--password-env', 'MAIL_PASSWORD'], { MAIL_PASSWORD: password })
    const byStdin = await runProgram(
      process.execPath,
      [cli, 'diagnose', ...args, '--password-stdin', '--json'],
      `${password}\nmore`,
      alone,
    )
    const secrets = [
      password,
      Buffer.from(`\0joe\0${password}`).toString('base64'),
      Buffer.from(password).toString('base64'),
    ]
    for (const { code, stdout, stderr } of [byVariable, byStdin]) {
      expect(code).toBe(2)
      expect(stdout).toContain('535')
      for (const secret of secrets) expect(stdout + stderr).not.toContain(secret)
    }
    expect(server?.said.filter((line) => line.includes('AUTH')).length).toBeGreaterThan(0)
  })

  it('asks whether a recipient is taken and never sends a message', async () => {
    const host = await serve({ ...healthy(tls), rcpt: '550 5.1.1 No such user' })
    const { stdout } = await diagnose([...host, '--ca', ca, '--from', 'a@one.test', '--to', 'b@two.test', '--json'])
    const { endpoints } = Report.parse(JSON.parse(stdout)).observations
    expect(endpoints[0]?.dryRun).toMatchObject([{ code: 250 }, { code: 550 }])
    expect(server?.said.some((line) => / (DATA|BDAT)/.test(line))).toBe(false)
  })

  it('writes files of every kind, as their names say', async () => {
    const host = await serve(healthy(tls))
    for (const [name, begins] of Object.entries({
      'a.md': '# Can mail',
      'a.html': '<!doctype html>',
      'a.pdf': '%PDF-',
      'a.json': '{\n',
    })) {
      const path = join(files, name)
      const { stdout, stderr } = await diagnose([...host, '--reach', '--out', path])
      expect({ stdout, stderr }).toEqual({ stdout: '', stderr: `${path} is written.\n` })
      expect(readFileSync(path, 'latin1').startsWith(begins)).toBe(true)
    }
  })

  it('shares without host names, addresses and users', async () => {
    const host = await serve({ ...healthy(tls), greeting: '220 secret-name.corp.test ESMTP' })
    for (const format of ['text', 'json', 'md']) {
      const { stdout } = await diagnose([...host, '--share', '--verbose', '--user', 'joe.bloggs', '--format', format])
      expect(stdout).not.toMatch(/127\.0\.0\.1|secret-name|corp\.test|joe\.bloggs/)
      expect(stdout).toContain(String(server?.port))
    }
  })

  it('puts several servers side by side and ends as the worst', async () => {
    const [host = '', , port = ''] = await serve(healthy(tls))
    const { code, stdout } = await diagnose([host, 'nowhere.invalid', '--port', port, '--ca', ca])
    expect(stdout).toMatch(/^HOST +ANSWER +PORT/)
    expect(stdout).toMatch(/^127\.0\.0\.1 +Works /m)
    expect(stdout).toMatch(/^nowhere\.invalid +(Does not work|Could not check)/m)
    expect([2, 3]).toContain(code)
    const json = await diagnose([host, '127.0.0.1', '--port', port, '--ca', ca, '--json', '--reach'])
    expect(z.array(Report).parse(JSON.parse(json.stdout))).toHaveLength(2)
  })

  it('a banner full of terminal escapes and HTML does not steer the terminal', async () => {
    const host = await serve(evil)
    for (const args of [['--verbose'], ['--format', 'md'], ['--format', 'html']]) {
      const { stdout, stderr } = await diagnose([...host, ...args])
      // oxlint-disable-next-line no-control-regex -- they are what is looked for
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
      expect(stdout).toContain('owned')
      if (args.includes('html')) expect(stdout).not.toMatch(/<script|<img/)
    }
  })

  it('a reader that has seen enough is no error', async () => {
    const host = await serve(healthy(tls))
    const child = spawn(process.execPath, [cli, 'diagnose', ...host, '--json'], { env: { ...process.env, ...alone } })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.stdout.destroy()
    const [code] = (await once(child, 'close')) as [number | null]
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  it('Ctrl-C stops it, and what was seen is told', async () => {
    const host = await serve({ greeting: silent })
    const child = spawn(process.execPath, [cli, 'diagnose', ...host], { env: { ...process.env, ...alone } })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    while (server?.connections() === 0) await new Promise((resolve) => setImmediate(resolve))
    child.kill('SIGINT')
    const [code] = (await once(child, 'close')) as [number | null]
    expect(stdout).toContain('It was stopped before anything could be said about 127.0.0.1.')
    expect(code).toBe(3)
  })

  it('watches until Ctrl-C, a report a line for programs', async () => {
    const host = await serve(healthy(tls))
    const child = spawn(process.execPath, [cli, 'diagnose', ...host, '--ca', ca, '--watch', '1', '--json'], {
      env: { ...process.env, ...alone },
    })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    while (!stdout.includes('\n')) await once(child.stdout, 'data')
    child.kill('SIGINT')
    const [code] = (await once(child, 'close')) as [number | null]
    expect(Report.parse(JSON.parse(stdout)).state).toBe('done')
    expect(code).toBe(0)
  })
})

describe('without a data folder', () => {
  it('the history is empty, and none is made to say so', async () => {
    const history = await diagnose(['history'])
    expect(history).toMatchObject({ code: 0, stdout: 'No diagnoses are kept yet.\n', stderr: '' })
    expect(JSON.parse((await diagnose(['history', '--json'])).stdout)).toEqual([])
    for (const args of [
      ['show', '1'],
      ['compare', '1'],
    ])
      expect(await diagnose(args)).toMatchObject({
        code: 3,
        stdout: '',
        stderr: 'sandpost: No diagnoses are kept yet.\n',
      })
    expect(existsSync(alone.SANDPOST_DATA)).toBe(false)
  })
})

describe('sandpost diagnose --explain', () => {
  it('prints the page that a finding names', async () => {
    const { code, stdout } = await diagnose(['--explain', 'incomplete-chain'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^# “unable to verify the first certificate”/)
  })
})

describe('wrong arguments', () => {
  it.each([
    [[], 'Which server'],
    [['a.test', '--password', 'secret'], '--password is not taken'],
    [['a.test', '--password=secret'], '--password is not taken'],
    [['a.test', '--nonsense'], 'nonsense'],
    [['a.test', '--port', '70000'], '--port takes a whole number from 1 to 65535'],
    [['a.test', '--tls', 'maybe'], '--tls takes auto, implicit, starttls, none'],
    [['a.test', '--provider', 'gmail'], '--provider takes paubox'],
    [['a.test', '--from', 'x@a.test'], '--from and --to belong together'],
    [['a.test', 'b.test', '--password-env', 'HOME'], 'A password is for one server'],
    [['--all-providers', '--password-env', 'HOME'], 'A password is for one server'],
    [['a.test', 'b.test', '--paste', 'app.env', '--login'], 'A password is for one server'],
    [['a.test', '--deep', '--reach'], '--deep and --reach do not go together'],
    [['a.test', '-4', '-6'], '-4 and -6 do not go together'],
    [['a.test', '--format', 'docx'], '--format takes text, md, html, pdf or json'],
    [['a.test', '--out', 'report.docx'], 'does not say what it is to be'],
    [['a.test', 'b.test', '--format', 'pdf'], 'is for one server'],
    [['a.test', '--ca', '/nowhere/ca.pem'], '/nowhere/ca.pem cannot be read'],
    [['a.test', '--password-env', 'NOT_SET_AT_ALL'], 'NOT_SET_AT_ALL is empty or not set'],
    [['a.test', '--watch', '0'], '--watch takes a whole number from 1'],
    [['--explain', '../../package'], '--explain takes greeting-never-received, '],
    [['--self'], '--self asks a running Sandpost'],
    [['show'], 'Usage: sandpost diagnose show ID'],
    [['show', 'x'], 'takes a whole number'],
    [['compare', '1', '2', '3'], 'Usage: sandpost diagnose compare'],
    [['domain'], 'Which domain'],
  ])('%j end in one line and exit code 64', async (args, says) => {
    const { code, stdout, stderr } = await diagnose(args)
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' })
    expect(stderr).toMatch(/^sandpost: [^\n]+\n$/)
    expect(stderr).toContain(says)
    expect(stderr).not.toContain('secret')
  })

  it.each([[[]], [['domain']], [['history']], [['show']], [['compare']]])('%j --help tells', async (args) => {
    const { code, stdout } = await diagnose([...args, '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain(`Usage: sandpost ${['diagnose', ...args].join(' ')}`)
  })
})

describe('sandpost diagnose domain', () => {
  it('tells what is published, and ends with 1 when something is to do', async () => {
    const dns = await nameServer({
      'acme.test': { MX: ['10 mx.acme.test'], TXT: [['v=spf1 include:nowhere.test -all']] },
    })
    try {
      const args = ['domain', 'acme.test', '--dns', dns.address, '--selector', 's1', '--no-policy']
      const { code, stdout } = await diagnose(args)
      expect(stdout).toMatch(/^acme\.test: /)
      expect(stdout).toContain('SPF: ')
      const prose = stdout.split('\n').filter((line) => !line.startsWith('  |'))
      for (const line of prose) expect(line.length).toBeLessThanOrEqual(100)
      expect(stdout).toContain('| v=spf1 include:nowhere.test -all')
      expect(code).toBe(1)
      const json = await diagnose([...args, '--json'])
      expect(DomainReport.parse(JSON.parse(json.stdout)).domain).toBe('acme.test')
    } finally {
      await dns.close()
    }
  })
})

describe('beside a running Sandpost', () => {
  let host: TestHost
  const folder = temporaryFolder()
  const key = { SANDPOST_DATA: folder, SANDPOST_API_KEY: apiKey, CI: '1' }
  beforeAll(async () => {
    host = await startHost(folder)
  })
  afterAll(async () => {
    await host.stop()
    removeFolder(folder)
  })

  it('it is asked, keeps the report, shows it again and compares', async () => {
    const args = await serve(healthy(tls))
    const first = await runCli(['diagnose', ...args, '--ca', ca, '--json'], key)
    const { id } = Report.parse(JSON.parse(first.stdout))
    expect({ code: first.code, id: typeof id }).toEqual({ code: 0, id: 'number' })
    const port = server?.port
    await server?.close()
    server = null
    const second = await runCli(['diagnose', ...args, '--ca', ca, '--json'], key)
    const later = Report.parse(JSON.parse(second.stdout))
    expect(second.code).toBe(2)

    const history = await runCli(['diagnose', 'history'], key)
    expect(history.stdout).toMatch(new RegExp(`^${later.id} .*127\\.0\\.0\\.1 +${port} +Does not work`, 'm'))
    expect(history.stdout).toMatch(new RegExp(`^${id} .*127\\.0\\.0\\.1 +${port} +Works`, 'm'))

    const shown = await runCli(['diagnose', 'show', String(id)], key)
    expect(shown.code).toBe(0)
    expect(shown.stdout).toContain('SETTINGS THAT WORK')

    const compared = await runCli(['diagnose', 'compare', String(later.id)], key)
    expect(compared.code).toBe(1)
    expect(compared.stdout).toContain(`- Port ${port}: the port was open and is closed now.`)
    const shared = await runCli(['diagnose', 'compare', String(later.id), String(id), '--share'], key)
    expect(shared.stdout).not.toContain('127.0.0.1')
    expect(shared.stdout).toContain(`Port ${port}: the port was open`)
  })

  it('keeps nothing when it is told so', async () => {
    const before = (await host.rest('/diagnostics').then((response) => response.json())) as { total: number }
    const { stdout } = await runCli(['diagnose', ...(await serve(healthy(tls))), '--no-keep', '--reach', '--json'], key)
    expect(Report.parse(JSON.parse(stdout)).id).toBeNull()
    expect(await host.rest('/diagnostics').then((response) => response.json())).toMatchObject({ total: before.total })
  })

  it('looks at its own listeners', async () => {
    const { stdout } = await runCli(['diagnose', '--self', '--json'], key)
    const { observations } = Report.parse(JSON.parse(stdout))
    expect(new Set(observations.listeners?.map(({ port }) => port))).toEqual(new Set([host.smtpPort, host.smtpsPort]))
  })

  it('an id that is not there, and an upstream that is not there, end in one line and exit code 3', async () => {
    for (const args of [
      ['show', '99999'],
      ['--upstream', 'nobody'],
    ]) {
      const { code, stdout, stderr } = await runCli(['diagnose', ...args], key)
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
      expect(stderr).toMatch(/^sandpost: There is no [^\n]+\n$/)
    }
  })
})
