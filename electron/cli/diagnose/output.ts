import { writeFileSync } from 'node:fs'
import { extname } from 'node:path'
import { jsonText, reportFile, reportSchema, toJson } from '../../engine/diagnostics/report/file.ts'
import { escapeControls } from '../../engine/escapeControls.ts'
import { forSharing } from '../../engine/diagnostics/report/share.ts'
import { columns, toText } from '../../engine/diagnostics/report/text.ts'
import { duration, sentenceOf, subject, verdictTones, verdictWords } from '../../engine/diagnostics/report/words.ts'
import type { Report, Verdict } from '../../../shared/model/diagnosis/report.ts'
import { Failure, UsageError } from '../run.ts'

export const outputFlags = {
  json: { type: 'boolean', default: false },
  format: { type: 'string' },
  out: { type: 'string' },
  share: { type: 'boolean', default: false },
  verbose: { type: 'boolean', short: 'v', default: false },
  'no-colour': { type: 'boolean', default: false },
  'no-color': { type: 'boolean', default: false },
} as const

export const outputHelp = `  --json              print the report as JSON; --schema prints its JSON Schema
  --format F          text, md, html, pdf, json (default: as the name of --out says, else text)
  --out FILE          write it there
  --share             without host names, addresses, user names and certificates
  -v, --verbose       all evidence: versions, certificates, clients, times, transcripts
  --no-colour         as with NO_COLOR
`

export interface OutputValues {
  readonly json: boolean
  readonly format?: string | undefined
  readonly out?: string | undefined
  readonly share: boolean
  readonly verbose: boolean
  readonly 'no-colour': boolean
  readonly 'no-color': boolean
}

const formats = { text: 'txt', txt: 'txt', md: 'md', html: 'html', pdf: 'pdf', json: 'json' } as const

/** How it is to be written; asked before anything is diagnosed, so that a wrong word costs no time. */
export function formatOf({ json, format, out }: OutputValues): 'txt' | 'md' | 'html' | 'pdf' | 'json' {
  const named = format ?? (json ? 'json' : out === undefined ? 'text' : extname(out).slice(1).toLowerCase() || 'text')
  if (!Object.hasOwn(formats, named))
    throw new UsageError(
      format === undefined
        ? `The name of ${out} does not say what it is to be: add --format text, md, html, pdf or json.`
        : `--format takes text, md, html, pdf or json, not "${named}".`,
    )
  if (named === 'pdf' && out === undefined && process.stdout.isTTY)
    throw new UsageError('A PDF is nothing for a terminal: name a file with --out.')
  return formats[named as keyof typeof formats]
}

/** The reports as they were asked for. */
export async function output(reports: readonly Report[], values: OutputValues): Promise<void> {
  const format = formatOf(values)
  const shown = values.share ? reports.map(forSharing) : reports
  const [only] = shown
  if (shown.length === 1 && only) await outputOne(only, format, values)
  else if (format === 'json') deliver(`${jsonText(shown, 2)}\n`, values.out)
  else deliver(sideBySide(shown, looks(values)), values.out)
}

async function outputOne(report: Report, format: ReturnType<typeof formatOf>, values: OutputValues): Promise<void> {
  if (format === 'txt' && values.out === undefined) deliver(toText(report, looks(values)), undefined)
  else if (format === 'json') deliver(toJson(report), values.out)
  else deliver((await reportFile(report, format)).bytes, values.out)
}

export function printSchema(): number {
  process.stdout.write(`${JSON.stringify(reportSchema(), null, 2)}\n`)
  return 0
}

function deliver(content: string | Uint8Array, out: string | undefined): void {
  if (out === undefined) {
    process.stdout.write(content)
    return
  }
  try {
    writeFileSync(out, content)
  } catch (error) {
    throw new Failure(`${out} cannot be written: ${(error as Error).message}`)
  }
  process.stderr.write(`${out} is written.\n`)
}

/** Colours for terminals that have them, and for people who want them (no-color.org). */
export function looks(values: Pick<OutputValues, 'verbose' | 'no-colour' | 'no-color'>) {
  const { env, stdout } = process
  const colour =
    stdout.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb' && !values['no-colour'] && !values['no-color']
  return { colour, width: stdout.isTTY ? stdout.columns : 100, verbose: values.verbose }
}

/** Several servers: a line each, and then what to do about each. */
export function sideBySide(reports: readonly Report[], { colour, width }: { colour: boolean; width: number }): string {
  const rows = reports.map((report) => {
    const { verdict, settings } = report.judgement
    const best = settings.find(({ recommended }) => recommended) ?? settings[0]
    const endpoint = report.observations.endpoints.find(({ id }) => id === best?.endpoint)
    return [
      { text: escapeControls(subject(report)) },
      { text: verdictWords[verdict.is], tone: verdictTones[verdict.is] },
      { text: best ? String(best.port) : '' },
      { text: best ? { tls: 'implicit TLS', starttls: 'STARTTLS', none: 'none' }[best.security] : '' },
      { text: escapeControls(endpoint?.handshake?.protocol ?? '') },
      { text: endpoint?.chain?.served[0]?.validTo.slice(0, 10) ?? '' },
      { text: duration(report.milliseconds) },
    ]
  })
  const head = ['HOST', 'ANSWER', 'PORT', 'SECURITY', 'TLS', 'CERTIFICATE UNTIL', 'TOOK']
  const details = reports.map(
    (report) =>
      `${escapeControls(subject(report))}: ${escapeControls(`${sentenceOf(report.judgement.verdict, subject(report))} ${report.judgement.verdict.todo}`).trim()}`,
  )
  return `${columns(head, rows, { colour, width })}\n\n${details.join('\n')}\n`
}

const exitCodes: Readonly<Record<Verdict['is'], number>> = { works: 0, worksBut: 1, doesNotWork: 2, couldNotCheck: 3 }
/** From good to bad. One that does not work is worse than one that could not be checked. */
const gravity = [0, 1, 3, 2]

/** That of the worst. A diagnosis that was stopped has checked nothing to its end. */
export function exitCodeOf(reports: readonly Report[]): number {
  const codes = reports.map(({ state, judgement }) => (state === 'done' ? exitCodes[judgement.verdict.is] : 3))
  return codes.sort((one, other) => gravity.indexOf(other) - gravity.indexOf(one))[0] ?? 3
}
