import { existsSync } from 'node:fs'
import type { NameObservation, Observations } from '../../../shared/model/diagnosis/observation.ts'
import { submissionPorts, type DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import type { Judgement, Report } from '../../../shared/model/diagnosis/report.ts'
import type { Listener } from '../../../shared/model/system.ts'
import { hasFamily, ownAddresses, type Address } from './addresses.ts'
import { judge, type ProviderFacts } from './judge/judge.ts'
import { Manners } from './manners.ts'
import { EndpointProbe } from './observe/endpoint.ts'
import { lookUpName } from './observe/name.ts'
import { hidingBoth } from './observe/visit.ts'
import { patience as usualPatience, type Patience } from './patience.ts'
import { prepare, type Prepared, type UpstreamSettings } from './question.ts'

/** What a diagnosis needs of the rest of the house. */
export interface DiagnosisTools {
  /** Version of Sandpost. */
  readonly version: string
  /** What is known of the provider with this id, or of the one whose host this is; null: none. */
  readonly provider: (id: string | null, host: string) => ProviderFacts | null
  /** Rejects when there is none, or its secret is locked away. */
  readonly upstream: (id: string, withSecret: boolean) => Promise<UpstreamSettings>
  readonly listeners: () => readonly Listener[]
  /** PEM of the authority that signed for our listeners; null when there are none. */
  readonly ca: () => string | null
  /** For tests: shorter ones. */
  readonly patience?: Partial<Patience>
  readonly now?: () => Date
}

export interface DiagnosisRun {
  readonly signal: AbortSignal
  /** The report as it grows, a few times a second. What is handed over is not changed any more. */
  readonly onProgress?: (report: Report) => void
}

const unjudged: Judgement = {
  verdict: {
    is: 'couldNotCheck',
    who: null,
    sentence: 'Could not check: the diagnosis failed.',
    todo: 'Run it again.',
  },
  findings: [],
  settings: [],
  clients: [],
  cells: [],
  commands: [],
}

/** At most so many endpoints of a host at once. */
const atOnce = 4
const progressMilliseconds = 200

/**
 * Looks at a server and says whether mail can leave through it from here. Resolves with the whole report; when `signal`
 * aborts, with what was seen until then. Rejects only when the question cannot be asked (no such upstream, vault locked).
 */
export async function runDiagnosis(
  request: DiagnosisRequest,
  tools: DiagnosisTools,
  run: DiagnosisRun,
): Promise<Report> {
  return (await prepareDiagnosis(request, tools)).run(run)
}

/** The same, not begun yet. */
export async function prepareDiagnosis(request: DiagnosisRequest, tools: DiagnosisTools): Promise<Diagnosis> {
  const upstream = request.upstreamId === null ? null : await tools.upstream(request.upstreamId, request.tryLogin)
  const asked = request.self ? { ...request, ca: tools.ca() } : request
  return new Diagnosis(prepare(asked, upstream), tools)
}

/** One diagnosis, from its question to its report. */
export class Diagnosis {
  readonly #prepared: Prepared
  readonly #tools: DiagnosisTools
  readonly #manners = new Manners()
  readonly #patience: Patience
  readonly #startedAt = new Date()
  readonly #began = performance.now()
  readonly #probes: EndpointProbe[] = []
  #run: DiagnosisRun = { signal: new AbortController().signal }
  #name: NameObservation | null = null
  #progress: NodeJS.Timeout | null = null

  constructor(prepared: Prepared, tools: DiagnosisTools) {
    this.#prepared = prepared
    this.#tools = tools
    this.#patience = { ...usualPatience, ...tools.patience }
  }

  /** The report as it stands. */
  get latest(): Report {
    return this.#report('running', null)
  }

  /** Once. See `runDiagnosis`. */
  async run(run: DiagnosisRun): Promise<Report> {
    this.#run = run
    const { signal } = run
    let ended: string | null = null
    let state: Report['state'] = 'done'
    try {
      this.#changed()
      await this.#observe()
      signal.throwIfAborted()
    } catch (error) {
      state = signal.aborted ? 'cancelled' : 'failed'
      ended = signal.aborted ? 'The diagnosis was stopped.' : `The diagnosis failed: ${(error as Error).message}`
    } finally {
      if (this.#progress !== null) clearTimeout(this.#progress)
      for (const probe of this.#probes) probe.end(ended ?? 'Not asked for.')
    }
    return this.#report(state, ended)
  }

  async #observe(): Promise<void> {
    const { question } = this.#prepared
    if (question.host === '' && !question.self) return
    const { signal } = this.#run
    let addresses: readonly Address[]
    let named: number | null = null
    if (question.self) addresses = ownAddresses()
    else {
      const { family, dnsServer } = question
      const began = performance.now()
      const found = await lookUpName(question.host, { family, dnsServer, timeoutMs: this.#patience.dns, signal })
      this.#name = found.observation
      if (found.observation.host !== null) named = performance.now() - began
      addresses = found.addresses
      this.#changed()
    }
    if (addresses.length === 0) return
    const asked = question.self ? this.#ownPorts() : question.ports.length > 0 ? question.ports : submissionPorts
    await this.#visit(addresses, asked, false, named)
    const elsewhere = question.self ? [] : question.elsewhere.filter((port) => !asked.includes(port))
    if (elsewhere.length > 0 && !this.#probes.some(({ isGood }) => isGood))
      await this.#visit(addresses, elsewhere, true, named)
    if (question.depth === 'deep') await this.#deep()
  }

  /** Every port of every address, the first address of each port first. */
  async #visit(addresses: readonly Address[], ports: readonly number[], elsewhere: boolean, named: number | null) {
    const { question, login } = this.#prepared
    const tools = {
      manners: this.#manners,
      patience: this.#patience,
      signal: this.#run.signal,
      now: () => this.#now(),
      hide: hidingBoth(login),
      changed: () => this.#changed(),
    }
    const probes = addresses.flatMap(({ address }, index) =>
      ports.map((port) => {
        const first = index === 0
        const asked = { address, port, elsewhere, host: question.self ? address : question.host }
        const { serverName, ca, ehloName, depth, tryLogin, dryRun } = question
        return new EndpointProbe(
          {
            ...asked,
            serverName,
            ca,
            ehloName,
            depth,
            tlsFirst: this.#expectsTls(port),
            // The other addresses are asked whether they answer the same way, not everything over again.
            probesVersions: first,
            loginAsked: tryLogin && first && !elsewhere,
            login: first && !elsewhere ? login : null,
            dryRun: first && !elsewhere ? dryRun : null,
          },
          tools,
        )
      }),
    )
    this.#probes.push(...probes)
    const waiting = [...probes]
    const workers = Array.from({ length: atOnce }, async () => {
      for (let probe = waiting.shift(); probe; probe = waiting.shift()) await probe.run(named)
    })
    const results = await Promise.allSettled(workers)
    for (const result of results) if (result.status === 'rejected') throw result.reason
  }

  /** One endpoint in depth: the first that was asked for and speaks TLS. */
  async #deep(): Promise<void> {
    const chosen = this.#probes.find(({ speaksTls }) => speaksTls)
    for (const probe of this.#probes)
      if (probe !== chosen) probe.end(chosen ? `Looked at on port ${chosen.state.port}.` : 'No TLS was reached.')
    if (!chosen) return
    if (this.#manners.stopped !== null) chosen.end(this.#manners.stopped)
    else await chosen.runDeep(this.#manners.left)
  }

  /** Whether a port is spoken to in TLS without waiting for a greeting that cannot come. */
  #expectsTls(port: number): boolean {
    if (this.#prepared.question.self)
      return this.#tools.listeners().some((one) => one.port === port && one.security === 'tls')
    const { security } = this.#prepared.question
    const isPlain = port === 25 || port === 587 || port === 2525
    return port === 465 || (security === 'tls' && !isPlain)
  }

  #ownPorts(): number[] {
    const { ports } = this.#prepared.question
    return ports.length > 0 ? ports : this.#tools.listeners().map(({ port }) => port)
  }

  #changed(): void {
    const { onProgress } = this.#run
    if (!onProgress || this.#progress !== null) return
    this.#progress = setTimeout(() => {
      this.#progress = null
      onProgress(this.#report('running', null))
    }, progressMilliseconds)
  }

  #now(): Date {
    return this.#tools.now?.() ?? new Date()
  }

  #report(state: Report['state'], ended: string | null): Report {
    const { question } = this.#prepared
    // A copy: what is observed goes on growing.
    const observations = structuredClone(this.#observations())
    const seen = {
      schema: 'sandpost-diagnosis-1' as const,
      id: null,
      startedAt: this.#startedAt.toISOString(),
      milliseconds: performance.now() - this.#began,
      version: this.#tools.version,
      question,
      observations,
    }
    try {
      const provider = this.#tools.provider(question.provider, question.host)
      return { ...seen, state, ended, judgement: judge(observations, question, { state, now: this.#now(), provider }) }
    } catch (error) {
      // A rule with a fault must end neither the process nor what was seen: this is asked from a timer.
      const isOver = state !== 'running'
      const why = `The diagnosis failed: ${(error as Error).message}`
      return { ...seen, state: isOver ? 'failed' : state, ended: isOver ? why : ended, judgement: unjudged }
    }
  }

  #observations(): Observations {
    const { question, notes } = this.#prepared
    const { env, platform, versions } = process
    return {
      host: question.host,
      notes,
      name: this.#name,
      endpoints: this.#probes.map(({ state }) => state),
      machine: {
        platform,
        runtime: versions['electron'] === undefined ? `Node ${versions.node}` : `Electron ${versions['electron']}`,
        proxy: ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].some((name) => env[name] ?? env[name.toLowerCase()]),
        container: existsSync('/.dockerenv') || existsSync('/run/.containerenv'),
        ipv4: hasFamily('IPv4'),
        ipv6: hasFamily('IPv6'),
      },
      listeners: question.self
        ? this.#tools
            .listeners()
            .map(({ host, port, security, state }) => ({ host, port, security, open: state.is === 'listening' }))
        : null,
    }
  }
}
