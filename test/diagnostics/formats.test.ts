import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { reportFile, reportSchema, toJson, toPdf } from '../../electron/engine/diagnostics/report/file.ts'
import { toHtml } from '../../electron/engine/diagnostics/report/html.ts'
import { mapStrings } from '../../electron/engine/diagnostics/report/mapStrings.ts'
import { toMarkdown } from '../../electron/engine/diagnostics/report/markdown.ts'
import { toText } from '../../electron/engine/diagnostics/report/text.ts'
import { pageTitles } from '../../electron/engine/diagnostics/report/pages.ts'
import { Report, type Verdict, type WorkingSettings } from '../../shared/model/diagnosis/report.ts'
import { findProgram } from '../support/programs.ts'
import { makeFolder } from '../support/store.ts'
import { certificate, endpoint, finding, sampleReport } from './sampleReport.ts'

const folder = makeFolder()
afterAll(() => folder.remove())
const pdftotext = findProgram('pdftotext')

/** Every text of the sample, followed by the same attack. */
function poisoned(attack: string): Report {
  return mapStrings(Report, sampleReport(), (text) => text + attack) as Report
}

function pdfText(pdf: Uint8Array): string {
  const path = join(folder.path, 'report.pdf')
  writeFileSync(path, pdf)
  const { status, stdout, stderr } = spawnSync(pdftotext ?? '', ['-layout', path, '-'], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
}

const facts = [
  'Works, but …',
  'smtp.acme-widgets.example',
  'STARTTLS',
  'Programs do not trust the certificate',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'sandpost diagnose --explain self-signed-certificate',
  'not trusted',
  'edge-4.hoster.example',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'Acme Widgets Internal CA',
  '2026-12-30',
  'MAILSRV01 ESMTP Postfix',
  '450 4.7.1 Greylisted',
  'Python 3',
  'The port could not be reached.',
  'openssl s_client -connect 198.51.100.25:587',
  '10.4 s',
  '~> AUTH CRAM-MD5',
]

describe('every format says everything', () => {
  it('Markdown', () => {
    const markdown = toMarkdown(sampleReport()).replace(/\\(.)/g, '$1')
    expect(facts.filter((fact) => !markdown.includes(fact))).toEqual([])
  })

  it('HTML', () => {
    const html = toHtml(sampleReport()).replaceAll('&gt;', '>')
    expect(facts.filter((fact) => !html.includes(fact))).toEqual([])
  })

  it('text', () => {
    const text = toText(sampleReport(), { verbose: true, width: 100 })
    expect(facts.filter((fact) => !text.includes(fact))).toEqual([])
  })

  it.skipIf(pdftotext === null)('PDF, with its fonts embedded', async () => {
    const text = pdfText(await toPdf(sampleReport()))
    expect(facts.filter((fact) => !text.includes(fact))).toEqual([])
    const { stdout } = spawnSync('pdffonts', [join(folder.path, 'report.pdf')], { encoding: 'utf8' })
    const fonts = stdout.split('\n').slice(2).filter(Boolean)
    expect(fonts.length).toBeGreaterThan(0)
    for (const font of fonts) expect(font).toMatch(/Roboto.*\byes yes yes\b/)
  })

  it('JSON, in the published shape', () => {
    expect(Report.parse(JSON.parse(toJson(sampleReport())))).toEqual(sampleReport())
  })

  it('and a report of nothing at all can still be written', async () => {
    const empty = sampleReport({
      state: 'cancelled',
      ended: 'It was stopped.',
      judgement: { ...sampleReport().judgement, findings: [], settings: [], clients: [], cells: [], commands: [] },
      observations: { ...sampleReport().observations, host: '', name: null, endpoints: [], notes: [] },
    })
    for (const format of ['md', 'html', 'txt', 'json', 'pdf'] as const)
      expect((await reportFile(empty, format)).bytes.length).toBeGreaterThan(200)
    expect(toText(empty)).toContain('It was stopped before its end: It was stopped.')
  })

  it('names help pages by the titles they have', () => {
    for (const [page, title] of Object.entries(pageTitles)) {
      const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'why', `${page}.md`), 'utf8')
      expect(text.split('\n')[0]).toBe(`# ${title}`)
    }
  })

  it('milliseconds in JSON end at the third decimal', () => {
    const json = toJson(sampleReport({ milliseconds: 1_234.567_890_123 }))
    expect(JSON.parse(json)).toMatchObject({ milliseconds: 1_234.568 })
  })
})

describe('settings', () => {
  const working = {
    ...(sampleReport().judgement.settings[0] as WorkingSettings),
    login: 'accepted',
    caution: null,
  } as const
  const title = (verdict: Verdict['is'], settings: readonly WorkingSettings[]) => {
    const report = sampleReport()
    const judged = {
      ...report.judgement,
      verdict: { ...report.judgement.verdict, is: verdict },
      settings: [...settings],
    }
    return toMarkdown({ ...report, judgement: judged })
      .split('\n')
      .filter((line) => line.startsWith('## Settings'))
  }
  const works = ['## Settings that work']
  const once = ['## Settings to use once that is put right']

  it('are said to work when nothing is in their way', () => {
    expect(title('works', [working])).toEqual(works)
    expect(title('worksBut', [working])).toEqual(works)
  })

  it('with a refused login, a caution, or a verdict that nothing works are for later', () => {
    expect(title('doesNotWork', [working])).toEqual(once)
    expect(title('worksBut', [{ ...working, login: 'refused' }])).toEqual(once)
    expect(title('worksBut', [{ ...working, caution: 'The certificate ended yesterday.' }])).toEqual(once)
  })

  it('of both kinds stand apart', () => {
    expect(title('worksBut', [{ ...working, login: 'refused' }, working])).toEqual([...works, ...once])
  })
})

describe('the answer', () => {
  const answered = (is: Verdict['is'], sentence: string, more: Partial<Report> = {}) => {
    const report = sampleReport(more)
    return toText({ ...report, judgement: { ...report.judgement, verdict: { is, who: null, sentence, todo: '' } } })
  }

  it('says its word once', () => {
    expect(answered('doesNotWork', 'Does not work: the certificate has ended.')).toContain(
      '\n\nDoes not work\n\nThe certificate has ended.\n\n',
    )
    expect(answered('works', 'Works: smtp.a.test:587 with STARTTLS.')).toContain(
      '\n\nWorks\n\nsmtp.a.test:587 with STARTTLS.\n\n',
    )
  })

  it('leaves a host at the beginning of its sentence as it is written', () => {
    const { observations } = sampleReport()
    const more = { observations: { ...observations, host: 'mailhub' } }
    expect(answered('doesNotWork', 'Does not work: mailhub has no address.', more)).toContain(
      '\n\nmailhub has no address.',
    )
    expect(answered('doesNotWork', 'Does not work: programs do not trust it.', more)).toContain('\n\nPrograms do not')
  })

  it('says once that it was stopped', () => {
    const text = answered(
      'couldNotCheck',
      'Could not check: it was stopped before anything could be said about a.test.',
      {
        state: 'cancelled',
        ended: 'The diagnosis was stopped.',
      },
    )
    expect(text).toContain('\n\nCould not check\n\nIt was stopped before anything could be said about a.test.\n\n')
    expect(text.match(/stopped/g)).toHaveLength(1)
  })
})

describe('the evidence', () => {
  it('has no commands for ports that nobody answers at', () => {
    const report = sampleReport()
    const closed = report.observations.endpoints.find(({ reach }) => reach?.is !== 'open')
    const command = { tool: 'curl', endpoint: closed?.id ?? '', command: 'curl smtps://closed' } as const
    report.judgement.commands.push(command)
    expect(toMarkdown(report)).toContain('openssl s')
    expect(toMarkdown(report)).not.toContain('curl smtps')
  })

  it.each([
    [1, 'http://pki.test/ca.crt', 'Missing'],
    [1, null, 'Authority not known here'],
    [2, 'http://pki.test/ca.crt', 'Authority not known here'],
  ])('%i certificates served, fetched from %s: the issuer is "%s"', (count, issuerUrl, label) => {
    const report = sampleReport()
    const { chain } = endpoint()
    const served = Array.from({ length: count }, () => certificate({ issuerUrl }))
    const one = endpoint({ chain: chain && { ...chain, served, missingIssuer: 'R11' } })
    const text = toText({ ...report, observations: { ...report.observations, endpoints: [one] } }, { verbose: true })
    expect(text).toMatch(new RegExp(`^${label} +R11$`, 'm'))
  })
})

describe('the terminal', () => {
  it('says on one screen what matters: settings, findings, a line for each port, and how to see more', () => {
    const report = sampleReport()
    report.judgement.findings.push(
      finding({ id: 'fine', severity: 'good', title: 'TLS 1.3 is there', seen: 'Not told' }),
    )
    const text = toText(report, { width: 100 })
    expect(text.split('\n').length).toBeLessThan(50)
    expect(text).toMatch(/^587 +STARTTLS {2}TLS 1\.3 {2}certificate until 2026-12-30 {2}Certificate: not trusted$/m)
    expect(text).toMatch(/^465 +silent$/m)
    expect(text).toMatch(/^Good +TLS 1\.3 is there$/m)
    expect(text).not.toMatch(/Not told|TLS VERSIONS|CERTIFICATES|TIME|openssl|WHAT WAS ASKED/)
    expect(text).toMatch(/\n-v shows all evidence\n$/)
  })

  it('has the answer first, then what works, then why', () => {
    const text = toText(sampleReport(), { verbose: true })
    const order = [
      'Works, but',
      'SETTINGS TO USE ONCE THAT IS PUT RIGHT',
      'WHAT WAS FOUND',
      'PORT BY PORT',
      'TLS VERSIONS',
      'CERTIFICATES',
      '\nTIME\n',
    ]
    expect(order.map((part) => text.indexOf(part))).toEqual(
      order.map((part) => text.indexOf(part)).sort((a, b) => a - b),
    )
    expect(text.indexOf('Works, but')).toBeGreaterThan(-1)
  })

  it('has the transcript when it is asked for, arrows as swaks draws them', () => {
    expect(toText(sampleReport())).not.toContain('EHLO annas-laptop')
    const text = toText(sampleReport(), { verbose: true })
    expect(text).toContain('\n  <-  220 MAILSRV01')
    expect(text).toContain('\n   -> STARTTLS')
    expect(text).toContain('\n   ~> EHLO annas-laptop')
    expect(text).toContain('\n  <~  334 ')
    expect(text).toContain('\n  *** TLS started with TLSv1.3')
  })

  it('has colours only when it is told so, and all of them end', () => {
    const escape = '\u001b['
    expect(toText(sampleReport(), { verbose: true })).not.toContain(escape)
    const coloured = toText(sampleReport(), { colour: true, verbose: true })
    expect(coloured.split(`${escape}0m`).length).toBeGreaterThan(10)
    for (const line of coloured.split(`${escape}0m`)) expect(line.split(escape).length).toBeLessThanOrEqual(2)
  })

  it('keeps tables within its width', () => {
    const text = toText(sampleReport(), { width: 60, verbose: true })
    const table = text.slice(text.indexOf('WHO COULD CONNECT'), text.indexOf('TIME'))
    for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(60)
  })
})

describe('what a server says', () => {
  const escapes = '\u001b]0;pwned\u0007\u001b[2J\u009b31m\r\u0008\u202emirrored\u2028'

  it('terminal escapes in it reach no format', async () => {
    for (const format of ['md', 'html', 'txt'] as const) {
      const content = Buffer.from((await reportFile(poisoned(escapes), format)).bytes).toString()
      // oxlint-disable-next-line no-control-regex -- they are what is looked for
      expect(content).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028]/)
      expect(content.replaceAll('\\\\', '\\')).toContain('\\x1b')
    }
  })

  it('HTML in it is text', () => {
    const attack = `"'><script>alert(1)</script><img src=//evil.example/x onerror=alert(1)></style></pre><a href="javascript:x">`
    const html = toHtml(poisoned(attack))
    const tags = [...html.matchAll(/<\/?([a-z0-9]+)([^>]*)>/gi)].map(([, name = '', rest = '']) => ({ name, rest }))
    const known =
      /^(html|head|meta|title|style|body|main|h[123]|p|dl|dt|dd|div|table|thead|tbody|tr|th|td|article|span|pre)$/
    expect(tags.filter(({ name }) => !known.test(name))).toEqual([])
    expect(
      tags.filter(
        ({ name, rest }) => name !== 'meta' && /=/.test(rest.replace(/ (class|scope|tabindex|lang)="[a-z0-9]+"/g, '')),
      ),
    ).toEqual([])
    expect(html).toContain("default-src 'none'")
  })

  it('Markdown in it is text: no links, no images, no HTML, no end of a code block or a table', () => {
    const attack =
      ' ![x](http://evil.example/x.png) [y](javascript:z) <img src=x> `code` ``` | cell | www.evil.example **b** &lt;'
    const markdown = toMarkdown(poisoned(attack))
    let fence: string | null = null
    for (const line of markdown.split('\n')) {
      const [mark] = /^`{3,}$/.exec(line) ?? []
      if (mark && (fence === null || mark.length >= fence.length)) fence = fence === null ? mark : null
      else if (fence === null) expect(line).not.toMatch(/(?<!\\)(\]\(|<img|`|(?<=\w )\*\*b|:\/\/)|(?<=www)\./)
    }
    expect(fence).toBeNull()
  })

  it('a table of Markdown has as many cells in each row, whatever is in them', () => {
    const rows = toMarkdown(poisoned(' | one more \\| and \\'))
      .split('\n')
      .filter((line) => line.startsWith('| '))
    const cells = (line: string) => line.replaceAll('\\\\', '').replaceAll('\\|', '').split('|').length
    let expected = 0
    for (const [index, line] of rows.entries()) {
      if (rows[index + 1]?.startsWith('| ---')) expected = cells(line)
      expect(cells(line)).toBe(expected)
    }
    expect(rows.length).toBeGreaterThan(5)
  })

  it.skipIf(pdftotext === null)('in any script, with words that never end, makes a PDF that can be read', async () => {
    const text = pdfText(await toPdf(poisoned(`\u001b[31m 漢字 😀 ${'x'.repeat(2_000)}`)))
    expect(text).toContain('\\u{6f22}\\u{5b57} \\u{1f600}')
    expect(text).toContain('\\x1b[31m')
  })

  it('at length does not make the PDF endless', async () => {
    const line = { at: 1, from: 'server' as const, text: `250-${'word '.repeat(60)}`, encrypted: true }
    const report = sampleReport()
    const transcript = Array.from({ length: 5_000 }, () => line)
    const one = endpoint({ transcript })
    const pdf = await toPdf({ ...report, observations: { ...report.observations, endpoints: [one] } })
    expect(pdf.length).toBeGreaterThan(10_000)
    if (pdftotext) expect(pdfText(pdf)).toContain('and 4600 lines more')
  })
})

describe('files', () => {
  it('have names that every system takes, whatever the host is called', async () => {
    const report = sampleReport()
    const named = (host: string) => ({ ...report, observations: { ...report.observations, host } })
    expect((await reportFile(report, 'md')).name).toBe('diagnosis-smtp.acme-widgets.example-2026-11-21.md')
    expect((await reportFile(named('../../etc/"pass\r\nwd'), 'md')).name).toBe('diagnosis-etc-pass-wd-2026-11-21.md')
    expect((await reportFile(named('::1'), 'json')).name).toBe('diagnosis-1-2026-11-21.json')
    expect((await reportFile(report, 'html', true)).name).toBe('diagnosis-host-1-2026-11-21.html')
  })
})

it('the published schema is the one that reports have: npm run format after node scripts/diagnosisSchema.ts', () => {
  const path = join(import.meta.dirname, '..', '..', 'docs', 'diagnosis.schema.json')
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(reportSchema())))
})

it('the published schema takes a real report', () => {
  const schema = z.fromJSONSchema(reportSchema() as Parameters<typeof z.fromJSONSchema>[0])
  expect(schema.safeParse(JSON.parse(toJson(sampleReport()))).error).toBeUndefined()
  expect(schema.safeParse({ ...sampleReport(), state: 'perhaps' }).success).toBe(false)
})
