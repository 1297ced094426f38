import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defaultDataDir } from '../../host.ts'
import { forSharingDifferences } from '../../engine/diagnostics/report/share.ts'
import { sentenceOf, verdictWords } from '../../engine/diagnostics/report/words.ts'
import type { Comparison, Difference } from '../../../shared/model/diagnosis/report.ts'
import type { Client } from '../client.ts'
import { placeFlags, placeHelp, runningSandpost, withEngine } from '../engineClient.ts'
import { parseFlags, wholeNumber } from '../flags.ts'
import { minute, print } from '../print.ts'
import { Failure, UsageError } from '../run.ts'
import { table } from '../table.ts'
import { exitCodeOf, formatOf, output, outputFlags, outputHelp } from './output.ts'

const listHelp = `Usage: sandpost diagnose history [--search Q] [--limit N] [--json]

Diagnoses that are kept, newest first.

  --search Q      part of the host
  --limit N       so many (default: 50)
  --json          print JSON
${placeHelp}  --help          this text
`

/** `sandpost diagnose history`. */
export async function listKept(args: readonly string[], entryUrl: string): Promise<number> {
  const { values } = parseFlags('diagnose history', args, {
    ...placeFlags,
    search: { type: 'string', default: '' },
    limit: { type: 'string', default: '50' },
    json: { type: 'boolean', default: false },
  })
  if (values.help) return told(listHelp)
  const limit = wholeNumber('limit', values.limit, 1, 500)
  if (await keptNowhere(values)) return print(values.json, [], () => `${noneKept}\n`)
  return withEngine(values, entryUrl, async (client) => {
    const page = await client.diagnostics.list({ search: values.search, limit })
    return print(values.json, page.items, (items) =>
      table([
        ['ID', 'TIME (UTC)', 'HOST', 'PORTS', 'ANSWER', 'WHAT'],
        ...items.map(({ id, startedAt, host, ports, self, verdict, state }) => [
          String(id),
          minute(startedAt),
          self ? '(this Sandpost)' : host,
          ports.join(',') || 'all',
          state === 'done' ? verdictWords[verdict.is] : state,
          sentenceOf(verdict, host),
        ]),
      ]),
    )
  })
}

const showHelp = `Usage: sandpost diagnose show ID [options]

A diagnosis that is kept. Exit as when it was made.

${outputHelp}${placeHelp}  --help          this text
`

/** `sandpost diagnose show ID`. */
export async function showKept(args: readonly string[], entryUrl: string): Promise<number> {
  const { values, positionals } = parseFlags('diagnose show', args, { ...placeFlags, ...outputFlags }, true)
  if (values.help) return told(showHelp)
  const { id } = idsOf(positionals, 1, 'show ID')
  formatOf(values)
  if (await keptNowhere(values)) throw new Failure(noneKept)
  return withEngine(values, entryUrl, async (client) => {
    const report = await client.diagnostics.get({ id })
    await output([report], values)
    return exitCodeOf([report])
  })
}

const compareHelp = `Usage: sandpost diagnose compare ID [EARLIER] [--share] [--json]

What is other in a diagnosis than in an earlier one; left out: than in the last one of the same question that worked.
Exit 0: nothing changed, 1: something did.

  --share         without host names, addresses and user names
  --json          print JSON
${placeHelp}  --help          this text
`

/** `sandpost diagnose compare ID [EARLIER]`. */
export async function compareKept(args: readonly string[], entryUrl: string): Promise<number> {
  const { values, positionals } = parseFlags(
    'diagnose compare',
    args,
    { ...placeFlags, share: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
    true,
  )
  if (values.help) return told(compareHelp)
  const { id, earlier } = idsOf(positionals, 2, 'compare ID [EARLIER]')
  if (await keptNowhere(values)) throw new Failure(noneKept)
  return withEngine(values, entryUrl, async (client) => {
    const comparison = await client.diagnostics.compare({ id, with: earlier })
    const differences = values.share ? await disguised(client, comparison) : comparison.differences
    print(values.json, values.share ? { differences } : { ...comparison, differences }, () =>
      [
        `${minute(comparison.earlier.startedAt)} (${comparison.earlier.id}) and ${minute(comparison.later.startedAt)} (${comparison.later.id}):`,
        ...(differences.length === 0
          ? ['Nothing is other.']
          : differences.map(({ is, text }) => `${marks[is]} ${text}`)),
        '',
      ].join('\n'),
    )
    return differences.length === 0 ? 0 : 1
  })
}

const marks = { better: '+', worse: '-', other: '*' } as const

async function disguised(client: Client, { earlier, later, differences }: Comparison): Promise<Difference[]> {
  return forSharingDifferences(
    differences,
    await client.diagnostics.get({ id: earlier.id }),
    await client.diagnostics.get({ id: later.id }),
  )
}

const noneKept = 'No diagnoses are kept yet.'

/** Without a data folder: to look into one that is not there would make it, with a vault. */
async function keptNowhere({ server, data }: { server?: string | undefined; data?: string | undefined }) {
  if (server !== undefined || existsSync(join(data ?? defaultDataDir(), 'mail.db'))) return false
  return (await runningSandpost(data)) === null
}

function idsOf(texts: readonly string[], most: number, usage: string): { id: number; earlier: number | undefined } {
  const [first, second] = texts
  if (first === undefined || texts.length > most) throw new UsageError(`Usage: sandpost diagnose ${usage}`)
  const numberOf = (text: string | undefined) => wholeNumber('id', text, 1, Number.MAX_SAFE_INTEGER)
  return { id: numberOf(first) as number, earlier: numberOf(second) }
}

function told(text: string): number {
  process.stdout.write(text)
  return 0
}
