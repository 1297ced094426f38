import type { Stage } from '../../../../shared/model/diagnosis/observation.ts'
import type { Cell, Finding, Owner, Report, Verdict } from '../../../../shared/model/diagnosis/report.ts'
import type { TranscriptLine } from '../../../../shared/model/session.ts'

/** How serious something is, for those who colour it. */
export type Tone = 'good' | 'warning' | 'problem' | 'info' | 'quiet'

export const verdictWords: Readonly<Record<Verdict['is'], string>> = {
  works: 'Works',
  worksBut: 'Works, but …',
  doesNotWork: 'Does not work',
  couldNotCheck: 'Could not check',
}

export const verdictTones: Readonly<Record<Verdict['is'], Tone>> = {
  works: 'good',
  worksBut: 'warning',
  doesNotWork: 'problem',
  couldNotCheck: 'info',
}

export const severityWords: Readonly<Record<Finding['severity'], string>> = {
  problem: 'Problem',
  warning: 'Warning',
  info: 'To know',
  good: 'Good',
}

export const severityTones: Readonly<Record<Finding['severity'], Tone>> = {
  problem: 'problem',
  warning: 'warning',
  info: 'info',
  good: 'good',
}

export const ownerWords: Readonly<Record<Owner, string>> = {
  you: 'Yours to change',
  network: 'For whoever runs the network here',
  server: 'For whoever runs the server',
  account: 'A matter of the account',
}

export const stageTitles: Readonly<Record<Stage | 'input' | 'verdict', string>> = {
  input: 'Settings',
  name: 'Name',
  reach: 'Reach',
  greeting: 'Greeting',
  capabilities: 'EHLO',
  startTls: 'STARTTLS',
  handshake: 'TLS',
  certificate: 'Certificate',
  versions: 'TLS versions',
  login: 'Login',
  dryRun: 'Dry run',
  deep: 'Deep TLS',
  verdict: 'Answer',
}

export const securityWords: Readonly<Record<'auto' | 'tls' | 'starttls' | 'opportunistic' | 'none', string>> = {
  auto: 'not said',
  tls: 'TLS from the first byte (implicit)',
  starttls: 'STARTTLS',
  opportunistic: 'STARTTLS where offered',
  none: 'none, in clear',
}

export const cellTones: Readonly<Record<Cell['tone'], Tone>> = {
  good: 'good',
  warning: 'warning',
  problem: 'problem',
  unknown: 'quiet',
  running: 'info',
  waiting: 'quiet',
}

/** The sentence of a verdict without the word that stands above it. A host at its beginning keeps its small letter. */
export function sentenceOf({ sentence }: Pick<Verdict, 'sentence'>, host: string): string {
  const rest = sentence.replace(/^(?:Works|Does not work|Could not check): /, '')
  const [word = ''] = /^[a-z]+(?=[ ,])/.exec(rest) ?? []
  return word === '' || word === host.toLowerCase() ? rest : word.charAt(0).toUpperCase() + rest.slice(1)
}

/** `12 ms`, `3.4 s`; '' for what took no time because it did not happen. */
export function duration(milliseconds: number | null): string {
  if (milliseconds === null) return ''
  return milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`
}

/** `2026-11-21 07:25:03 UTC`. */
export function moment(time: string): string {
  return `${time.slice(0, 19).replace('T', ' ')} UTC`
}

/** `192.0.2.1:587`, `[2001:db8::1]:587`. */
export function endpointName({ address, port }: { readonly address: string; readonly port: number | string }): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** What the diagnosis is about, in a few words. */
export function subject({ question, observations }: Pick<Report, 'question' | 'observations'>): string {
  if (question.self) return 'this Sandpost'
  return observations.host || question.host || 'a server'
}

/** A line of a transcript as swaks writes it: `->` to the server, `<-` from it, `~` instead of `-` within TLS. */
export function transcriptLine({ from, text, encrypted }: TranscriptLine): string {
  if (from === 'note') return `*** ${text}`
  if (from === 'client') return `${encrypted ? ' ~>' : ' ->'} ${text}`
  return `${encrypted ? '<~ ' : '<- '} ${text}`
}
