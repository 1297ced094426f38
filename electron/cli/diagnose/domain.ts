import { DomainQuestion, type DomainRecord, type DomainReport } from '../../../shared/model/diagnosis/domain.ts'
import { checkDomain } from '../../engine/diagnostics/domain/check.ts'
import { wrapped } from '../../engine/diagnostics/report/text.ts'
import { parseFlags } from '../flags.ts'
import { print } from '../print.ts'
import { UsageError } from '../run.ts'

const help = `Usage: sandpost diagnose domain DOMAIN [--selector S]… [options]

What the domain of a sender publishes: MX, SPF, DKIM, DMARC, MTA-STS, TLS-RPT, TLSA. Published is not the same as right for
your provider: nothing is validated here.

  --selector S    DKIM selector; they cannot be listed, only asked for. May be given several times
  --dns SERVER    ask this name server
  --no-policy     do not fetch the MTA-STS policy
  --json          print JSON
  --help          this text

Exit: 0 nothing is to do, 1 something is, 3 it could not be checked, 64 wrong arguments.
`

/** `sandpost diagnose domain DOMAIN`. */
export async function askDomain(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseFlags(
    'diagnose domain',
    args,
    {
      selector: { type: 'string', multiple: true, default: [] },
      dns: { type: 'string' },
      'no-policy': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
    true,
  )
  if (values.help) {
    process.stdout.write(help)
    return 0
  }
  const [domain, ...more] = positionals
  if (domain === undefined || more.length > 0)
    throw new UsageError('Which domain? One. See: sandpost diagnose domain --help')
  const question = DomainQuestion.safeParse({
    domain,
    selectors: values.selector,
    dnsServer: values.dns ?? null,
    fetchPolicy: !values['no-policy'],
  })
  if (!question.success)
    throw new UsageError(`${question.error.issues[0]?.message ?? ''}. See: sandpost diagnose domain --help`)
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  const report = await checkDomain(question.data, stop.signal)
  print(values.json, report, (shown) => text(shown, process.stdout.isTTY ? process.stdout.columns : 100))
  return exitCode(report)
}

const states: Readonly<Record<DomainRecord['state'], string>> = {
  published: 'published',
  invalid: 'published, and not right',
  notPublished: 'not published',
  couldNotCheck: 'could not be checked',
}

/** As wide as the terminal; records are left whole, to be copied. */
export function text({ domain, summary, records }: DomainReport, columns: number): string {
  const width = Math.max(40, Math.min(columns, 120))
  const head = wrapped(`${domain}: ${oneLine(summary)}`, width)
  return `${[head, ...records.map((record) => recordText(record, width))].join('\n\n')}\n`
}

function recordText({ what, state, name, raw, parts, problems, summary, todo }: DomainRecord, width: number): string {
  const indented = (indent: string, line: string) =>
    indent + wrapped(oneLine(line), width - indent.length).replaceAll('\n', `\n${indent}`)
  return [
    indented('', `${what}: ${states[state]}. ${summary}`),
    indented('  ', `Asked for: ${name}`),
    ...raw.map((record) => `  | ${oneLine(record)}`),
    ...parts.map(({ part, means }) => indented('    ', `${part}  ${means}`)),
    ...problems.map((problem) => indented('  ', `Problem: ${problem}`)),
    ...(todo === '' ? [] : [indented('  ', `To do: ${todo}`)]),
  ].join('\n')
}

function oneLine(part: string): string {
  return part.replace(/\s*[\r\n]+\s*/g, ' ')
}

function exitCode({ records }: DomainReport): number {
  if (records.every(({ state }) => state === 'couldNotCheck')) return 3
  return records.some(({ state, problems, todo }) => state === 'invalid' || problems.length > 0 || todo !== '') ? 1 : 0
}
