import { setTimeout as sleep } from 'node:timers/promises'
import type { DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import type { Report } from '../../../shared/model/diagnosis/report.ts'
import { compareReports } from '../../engine/diagnostics/report/compare.ts'
import { jsonText } from '../../engine/diagnostics/report/file.ts'
import { escapeControls } from '../../engine/escapeControls.ts'
import { forSharing, forSharingDifferences } from '../../engine/diagnostics/report/share.ts'
import { moment, subject } from '../../engine/diagnostics/report/words.ts'
import { runningSandpost, withEngine } from '../engineClient.ts'
import { wholeNumber } from '../flags.ts'
import { UsageError } from '../run.ts'
import { findUpstream } from '../upstreams.ts'
import { exitCodeOf, formatOf, output, printSchema } from './output.ts'
import { explain } from './explain.ts'
import { createProgress } from './progress.ts'
import { help, readArguments, requestsOf, type Values } from './request.ts'
import { engineRunner, ownRunner, type Runner } from './runner.ts'

/** Servers that are asked at the same time. */
const atOnce = 4

/** `sandpost diagnose HOST…`. Returns the exit code of the worst. */
export async function askHosts(args: readonly string[], entryUrl: string): Promise<number> {
  const { values, positionals: hosts } = readArguments(args)
  if (values.help) {
    process.stdout.write(help)
    return 0
  }
  if (values.schema) return printSchema()
  if (values.explain !== undefined) return explain(values.explain, entryUrl)
  const { upstream, paste, provider, self } = values
  const named =
    upstream !== undefined || paste !== undefined || provider !== undefined || self || values['all-providers']
  if (hosts.length === 0 && !named) throw new UsageError('Which server? See: sandpost diagnose --help')
  if (hosts.length > 20) throw new UsageError('Twenty servers at the most.')
  const format = formatOf(values)
  const many = hosts.length > 1 || values['all-providers']
  if (many && format !== 'txt' && format !== 'json') throw new UsageError(`--format ${format} is for one server.`)
  const secret =
    values['password-env'] !== undefined || values['password-stdin'] || (values.login && paste !== undefined)
  if (many && secret) throw new UsageError('A password is for one server, and would go to each of these: name one.')
  const everyMinutes = wholeNumber('watch', values.watch, 1, 1_440)
  const seconds = wholeNumber('timeout', values.timeout, 1, 3_600)

  const requests = await requestsOf(values, hosts)
  const ask = (runner: Runner) => answer(runner, requests, values, { everyMinutes, seconds })
  if (values['no-keep'] || !(await asksEngine(values))) return ask(ownRunner(entryUrl))
  return withEngine(values, entryUrl, async (client) => {
    if (upstream !== undefined) {
      const { id } = await findUpstream(client, upstream)
      for (const request of requests) request.upstreamId = id
    }
    return ask(engineRunner(client))
  })
}

async function asksEngine({ server, data, upstream, self }: Values): Promise<boolean> {
  if (server !== undefined) return true
  const running = await runningSandpost(data)
  if (self && running === null)
    throw new UsageError('--self asks a running Sandpost: name it with --server, or set its SANDPOST_API_KEY.')
  return running !== null || data !== undefined || upstream !== undefined
}

async function answer(
  runner: Runner,
  requests: readonly DiagnosisRequest[],
  values: Values,
  { everyMinutes, seconds }: { everyMinutes: number | undefined; seconds: number | undefined },
): Promise<number> {
  const stop = new AbortController()
  // Once: whoever presses it again wants to be out at once.
  process.once('SIGINT', () => stop.abort())
  const ask = () => round(runner, requests, stop.signal, seconds)
  const reports = await ask()
  if (everyMinutes !== undefined) return exitCodeOf(await again(reports, ask, everyMinutes, stop.signal, values))
  await output(reports, values)
  return exitCodeOf(reports)
}

/** Until it is stopped. Returns what was seen last. */
async function again(
  first: readonly Report[],
  ask: () => Promise<Report[]>,
  minutes: number,
  stop: AbortSignal,
  values: Values,
): Promise<readonly Report[]> {
  let reports = first
  if (values.json) tellLines(reports, values)
  else await output(reports, values)
  for (;;) {
    await sleep(minutes * 60_000, null, { signal: stop }).catch(() => null)
    if (stop.aborted) return reports
    const later = await ask()
    if (values.json) tellLines(later, values)
    else tellChanges(reports, later, values.share)
    // One that was stopped half-way is nothing to compare the next one with.
    reports = later.map((report, index) => (report.state === 'done' ? report : (reports[index] ?? report)))
  }
}

/** Every server once. Rejects with the first that could not even be asked. */
async function round(
  runner: Runner,
  requests: readonly DiagnosisRequest[],
  stop: AbortSignal,
  seconds: number | undefined,
): Promise<Report[]> {
  const progress = createProgress()
  const reports: Report[] = []
  const waiting = [...requests.entries()]
  const workers = Array.from({ length: atOnce }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, request] = next
      const signal = seconds === undefined ? stop : AbortSignal.any([stop, AbortSignal.timeout(seconds * 1_000)])
      reports[index] = await runner(request, signal, (report) => progress.show(index, report))
    }
  })
  try {
    await Promise.all(workers)
  } finally {
    progress.end()
  }
  return reports
}

/** A report a line, for programs that read along. */
function tellLines(reports: readonly Report[], { share }: Values): void {
  for (const report of reports) process.stdout.write(`${jsonText(share ? forSharing(report) : report)}\n`)
}

function tellChanges(before: readonly Report[], after: readonly Report[], share: boolean): void {
  for (const [index, report] of after.entries()) {
    const earlier = before[index]
    if (!earlier || report.state !== 'done') continue
    const differences = compareReports(earlier, report)
    const shown = share ? forSharingDifferences(differences, earlier, report) : differences
    const lines = shown.map(({ text }) => `  ${escapeControls(text)}`)
    const head = `${moment(report.startedAt)}  ${escapeControls(subject(share ? forSharing(report) : report))}`
    process.stdout.write(lines.length === 0 ? `${head}: as before.\n` : `${head}:\n${lines.join('\n')}\n`)
  }
}
