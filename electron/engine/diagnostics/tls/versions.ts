import type { TlsVersion, VersionAnswer } from '../../../../shared/model/diagnosis/observation.ts'
import { unrecognizedName } from './alerts.ts'
import { ask, type Asked, describeEnd, type OpenForTls } from './ask.ts'
import { groupName } from './groups.ts'
import { clientHello, versionNumbers } from './hello.ts'
import { safeText } from './safeText.ts'
import { suiteOf, suitesFor } from './suites.ts'

export interface ProbeVersionsOptions {
  /** Sent as SNI unless it is null or an address. */
  readonly serverName: string | null
  /** One connection for each, in this order. */
  readonly versions: readonly TlsVersion[]
  /** Connections at a time. */
  readonly atOnce: number
  /** For the answer to one ClientHello; opening the connection has its own time. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Called with each answer as it comes. */
  readonly onAnswer?: (answer: VersionAnswer) => void
}

export interface ProbedVersions {
  /** In the order of `versions`. */
  readonly answers: VersionAnswer[]
  /** DER of the chain as it was served to the highest version before 1.3; empty when none was. */
  readonly served: Buffer[]
  /** What the server said that wants to be left alone; null when it did not. */
  readonly throttled: string | null
  /** Connections that were made or tried. */
  readonly connections: number
}

/**
 * Which versions a server speaks: one ClientHello each that offers nothing else. An alert, a close or a lower version is a
 * refusal; silence, a reset, or what is no TLS says nothing. Never rejects; after a cancel what was not asked is `unknown`.
 */
export async function probeVersions(open: OpenForTls, options: ProbeVersionsOptions): Promise<ProbedVersions> {
  const { serverName, versions, atOnce, timeoutMs, signal, onAnswer } = options
  const asked = new Map<TlsVersion, Asked>()
  let connections = 0
  let throttled: string | null = null
  const waiting = [...versions]
  const work = async () => {
    for (let version = waiting.shift(); version !== undefined; version = waiting.shift()) {
      if (throttled !== null || signal.aborted) return
      connections += 1
      const hello = clientHello({ version, serverName, suites: suitesFor(version).map(({ id }) => id) })
      const answer = await ask(open, hello, timeoutMs, signal)
      throttled ??= answer.throttled
      asked.set(version, answer)
      onAnswer?.(answerOf(version, answer))
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, atOnce) }, work))
  const answers = versions.map((version) => {
    const answer = asked.get(version)
    return answer ? answerOf(version, answer) : notAsked(version, throttled)
  })
  return { answers, served: servedIn(asked), throttled, connections }
}

function answerOf(version: TlsVersion, asked: Asked): VersionAnswer {
  const { flight, milliseconds } = asked
  const base = { version, cipher: null, group: null, milliseconds }
  if (flight.hello === null)
    return { ...base, answer: isRefusal(asked) ? 'refused' : 'unknown', detail: describeEnd(asked) }
  if (flight.hello.version !== versionNumbers[version])
    return { ...base, answer: 'refused', detail: `answered with ${versionName(flight.hello.version)}` }
  const group = flight.hello.group ?? flight.keyExchange?.group ?? null
  return {
    ...base,
    answer: 'offered',
    cipher: suiteOf(flight.hello.suite).name,
    group: group === null ? null : groupName(group),
    detail: flight.broken === null ? '' : `then ${flight.broken}`,
  }
}

/** Whether it says no. That a name is not known here says nothing of versions. */
export function isRefusal({ ended, flight }: Asked): boolean {
  return (ended === 'alert' || ended === 'closed') && flight.alert !== unrecognizedName
}

function notAsked(version: TlsVersion, throttled: string | null): VersionAnswer {
  const detail = safeText(throttled === null ? 'not asked' : `not asked: ${throttled}`, 300)
  return { version, answer: 'unknown', cipher: null, group: null, detail, milliseconds: 0 }
}

function versionName(number: number): string {
  const known = Object.entries(versionNumbers).find(([, value]) => value === number)
  return known?.[0] ?? `version 0x${number.toString(16).padStart(4, '0')}`
}

function servedIn(asked: ReadonlyMap<TlsVersion, Asked>): Buffer[] {
  const best = [...asked]
    .filter(([, { flight }]) => flight.certificates.length > 0)
    .sort(([one], [other]) => versionNumbers[other] - versionNumbers[one])
  return best[0]?.[1].flight.certificates ?? []
}
