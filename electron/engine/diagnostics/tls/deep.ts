import { setTimeout as delay } from 'node:timers/promises'
import type { DeepTls, TlsVersion } from '../../../../shared/model/diagnosis/observation.ts'
import { ask, type Asked, describeEnd, type OpenForTls } from './ask.ts'
import { earlierGroups, groupName, modernGroups } from './groups.ts'
import { clientHello, versionNumbers } from './hello.ts'
import { rareSuites, type Suite, suiteOf, suitesFor } from './suites.ts'
import { isRefusal } from './versions.ts'

export interface ProbeDeepOptions {
  readonly serverName: string | null
  /** Those that are offered, as `probeVersions` found, the highest first. */
  readonly versions: readonly TlsVersion[]
  /** Pause between connections, which are made one at a time. */
  readonly gapMs: number
  /** For the answer to one ClientHello. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Never more than so many; what is not finished by then says so. */
  readonly maxConnections: number
  readonly onProgress?: (progress: { readonly connections: number; readonly version: TlsVersion }) => void
}

export type ProbedDeep = DeepTls & {
  /** What the server said that wants to be left alone; null when it did not. */
  readonly throttled: string | null
}

type VersionSuites = DeepTls['versions'][number]

/**
 * Every cipher suite of each version, every group, the size of DH parameters and whether OCSP is stapled. One connection
 * after the other: all suites are offered, the one that the server takes is left out of the next hello, until it refuses.
 * Never rejects; what was cut short says why in `incomplete`.
 */
export async function probeDeep(open: OpenForTls, options: ProbeDeepOptions): Promise<ProbedDeep> {
  const started = performance.now()
  const asker = new Asker(open, options)
  const versions: VersionSuites[] = []
  const groups = new Set<number>()
  // Groups come before the versions that hardly matter: connections may run out. Those before 1.3 have the same ones.
  let earlierDone = false
  for (const version of options.versions) {
    const found = await enumerateSuites(asker, version)
    versions.push(found)
    const suites = found.ciphers.filter(({ name }) => version === 'TLSv1.3' || hasCurve(name)).map(({ id }) => id)
    if (suites.length === 0 || (version !== 'TLSv1.3' && earlierDone)) continue
    earlierDone ||= version !== 'TLSv1.3'
    await enumerateGroups(asker, version, suites, groups)
  }
  return {
    versions,
    groups: [...groups].map(groupName),
    dhBits: asker.dhBits,
    ocspStapled: asker.ocspStapled,
    connections: asker.connections,
    milliseconds: performance.now() - started,
    cachedFrom: null,
    throttled: asker.throttled,
  }
}

const hasCurve = (name: string) => /^TLS_ECDH(E|_anon)_/.test(name)

/** Asks one hello after the other, within what is allowed. */
class Asker {
  connections = 0
  throttled: string | null = null
  dhBits: number | null = null
  ocspStapled: boolean | null = null
  readonly #open: OpenForTls
  readonly #options: ProbeDeepOptions

  constructor(open: OpenForTls, options: ProbeDeepOptions) {
    this.#open = open
    this.#options = options
  }

  /** Why nothing more can be asked; null as long as it can. */
  get stopped(): string | null {
    if (this.#options.signal.aborted) return 'cancelled'
    if (this.throttled !== null) return `the server asked to be left alone: ${this.throttled}`
    return this.connections < this.#options.maxConnections ? null : `stopped after ${this.connections} connections`
  }

  /** What the server takes of it. A single loss is asked again: one lost packet is not the end of a list. */
  async choose(version: TlsVersion, suites: readonly number[], groups?: readonly number[]): Promise<Choice> {
    const first = await this.#ask(version, suites, groups)
    return first.is === 'unknown' && this.stopped === null ? this.#ask(version, suites, groups) : first
  }

  async #ask(version: TlsVersion, suites: readonly number[], groups?: readonly number[]): Promise<Choice> {
    const { serverName, gapMs, timeoutMs, signal, onProgress } = this.#options
    if (this.stopped !== null) return { is: 'unknown', why: this.stopped }
    if (this.connections > 0 && gapMs > 0) await delay(gapMs, undefined, { signal }).catch(() => {})
    if (this.stopped !== null) return { is: 'unknown', why: this.stopped }
    this.connections += 1
    onProgress?.({ connections: this.connections, version })
    const staple = version !== 'TLSv1.3' && this.ocspStapled === null
    const hello = clientHello({ version, serverName, suites, staple, ...(groups && { groups }) })
    const asked = await ask(this.#open, hello, timeoutMs, signal)
    this.throttled ??= asked.throttled
    this.#remember(asked, staple)
    return choiceOf(asked, version, suites)
  }

  #remember({ flight }: Asked, staple: boolean): void {
    if (staple && flight.certificates.length > 0) this.ocspStapled = flight.stapled
    const bits = flight.keyExchange?.dhBits ?? null
    // A server may have several; the smallest is what matters.
    if (bits !== null) this.dhBits = Math.min(bits, this.dhBits ?? bits)
  }
}

type Choice =
  | { readonly is: 'chosen'; readonly suite: number; readonly group: number | null }
  | { readonly is: 'refused' }
  | { readonly is: 'unknown'; readonly why: string }

function choiceOf(asked: Asked, version: TlsVersion, suites: readonly number[]): Choice {
  const { hello, keyExchange } = asked.flight
  if (hello === null) return isRefusal(asked) ? { is: 'refused' } : { is: 'unknown', why: describeEnd(asked) }
  if (hello.version !== versionNumbers[version]) return { is: 'refused' }
  if (!suites.includes(hello.suite))
    return { is: 'unknown', why: `the server chose ${suiteOf(hello.suite).name}, which was not offered` }
  return { is: 'chosen', suite: hello.suite, group: hello.group ?? keyExchange?.group ?? null }
}

async function enumerateSuites(asker: Asker, version: TlsVersion): Promise<VersionSuites> {
  const found: Suite[] = []
  let incomplete: string | null = null
  for (const list of [suitesFor(version), suitesFor(version, rareSuites)]) {
    let left = list.map(({ id }) => id)
    while (left.length > 0 && incomplete === null) {
      const choice = await asker.choose(version, left)
      if (choice.is === 'refused') break
      if (choice.is === 'unknown') incomplete = choice.why
      else {
        found.push(suiteOf(choice.suite))
        left = left.filter((id) => id !== choice.suite)
      }
    }
  }
  const serverOrder = incomplete === null ? await askForOrder(asker, version, found) : null
  const ciphers = found.map(({ id, name, openssl, strength }) => ({ id, name, openssl, strength }))
  return { version, ciphers, serverOrder, incomplete }
}

/**
 * The same suites the other way round: a server with an order of its own takes the first one again. ChaCha20 stays at the
 * end, since servers may let clients have it that put it first.
 */
async function askForOrder(asker: Asker, version: TlsVersion, found: readonly Suite[]): Promise<boolean | null> {
  const isChaCha = ({ name }: Suite) => name.includes('CHACHA20')
  const backwards = found.toReversed()
  const offered = [...backwards.filter((suite) => !isChaCha(suite)), ...backwards.filter(isChaCha)].map(({ id }) => id)
  const [favourite] = found
  if (!favourite || offered.length < 2 || offered[0] === favourite.id) return null
  const choice = await asker.choose(version, offered)
  return choice.is === 'chosen' ? choice.suite !== offered[0] : null
}

/** Adds to `groups`; one that is known is not asked for again. */
async function enumerateGroups(
  asker: Asker,
  version: TlsVersion,
  suites: readonly number[],
  groups: Set<number>,
): Promise<void> {
  const order = version === 'TLSv1.3' ? modernGroups : earlierGroups
  for (;;) {
    const left = order.filter((id) => !groups.has(id))
    const choice = left.length === 0 ? null : await asker.choose(version, suites, left)
    if (choice?.is !== 'chosen' || choice.group === null || groups.has(choice.group)) return
    groups.add(choice.group)
  }
}
