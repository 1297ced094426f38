import type { Stage, TlsVersion } from '../../shared/model/diagnosis/observation.ts'
import type { DiagnosisQuestion } from '../../shared/model/diagnosis/question.ts'
import type { Cell, Finding, Owner, Verdict, WorkingSettings } from '../../shared/model/diagnosis/report.ts'

/** The four answers. */
export const verdictWords: Readonly<Record<Verdict['is'], string>> = {
  works: 'Works',
  worksBut: 'Works, but…',
  doesNotWork: 'Does not work',
  couldNotCheck: 'Could not check',
}

/** Whose it is, on a chip and as a sentence. */
export const ownerWords: Readonly<Record<Owner, { readonly word: string; readonly sentence: string }>> = {
  you: { word: 'You', sentence: 'You can change this: it is in your settings or on this machine.' },
  network: { word: 'Network', sentence: 'It is the network between this machine and the server.' },
  server: { word: 'Server', sentence: 'Only whoever runs the server can change this.' },
  account: { word: 'Account', sentence: 'It is the account or credential at the provider.' },
}

export const severityWords: Readonly<Record<Finding['severity'], string>> = {
  problem: 'Problem',
  warning: 'Warning',
  info: 'Worth knowing',
  good: 'Good',
}

/** What is looked at, in the order in which it is; the words of docs/diagnose.md. */
export const stageWords: Readonly<Record<Stage, string>> = {
  name: 'Name',
  reach: 'Reach',
  greeting: 'Greeting',
  capabilities: 'EHLO',
  startTls: 'STARTTLS',
  handshake: 'Handshake',
  certificate: 'Certificate',
  versions: 'Versions',
  login: 'Login',
  dryRun: 'Sender',
  deep: 'Deep',
}
export const stages = Object.keys(stageWords) as Stage[]

export const toneWords: Readonly<Record<Cell['tone'], string>> = {
  good: 'Good',
  warning: 'Warning',
  problem: 'Problem',
  unknown: 'Not known',
  running: 'Running',
  waiting: 'Waiting',
}

export const securityWords: Readonly<Record<WorkingSettings['security'], string>> = {
  tls: 'TLS from the start',
  starttls: 'STARTTLS',
  none: 'Not encrypted',
}

export const loginWords: Readonly<Record<WorkingSettings['login'], string>> = {
  accepted: 'Login accepted',
  refused: 'Login refused',
  notTested: 'Login not tried',
  notOffered: 'No login offered here',
}

/** Names people choose from; `auto` is what is asked when nobody knows. */
export const askedSecurityWords: Readonly<Record<Exclude<DiagnosisQuestion['security'], 'opportunistic'>, string>> = {
  auto: 'I don’t know',
  tls: 'TLS',
  starttls: 'STARTTLS',
  none: 'None',
}

/** What was asked, in a few words: `smtp.example.com`, `An upstream`, `This Sandpost`. */
export function subjectOf(question: Pick<DiagnosisQuestion, 'host' | 'self'>, host: string): string {
  if (question.self) return 'This Sandpost'
  return host || question.host.trim() || 'A server'
}

/** `[::1]:587`, `192.0.2.1:25`. */
export function endpointName({ address, port }: { readonly address: string; readonly port: number }): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`
}

/** The answer as a sentence that stands beside its word: what begins with the same word says it once. */
export function sentenceOf({ sentence }: Pick<Verdict, 'sentence'>): string {
  const rest = sentence.replace(/^(Works|Does not work|Could not check): /, '')
  return rest.charAt(0).toUpperCase() + rest.slice(1)
}

/** `TLS 1.2`, `SSL 3.0`. */
export function versionWord(version: TlsVersion): string {
  if (version === 'SSLv3') return 'SSL 3.0'
  return version === 'TLSv1' ? 'TLS 1.0' : version.replace('TLSv', 'TLS ')
}
