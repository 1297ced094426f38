import type { InputNote } from '../../../../../shared/model/diagnosis/question.ts'
import type { Finding } from '../../../../../shared/model/diagnosis/report.ts'
import type { Case } from '../case.ts'
import { continued } from '../words.ts'

const expected: Readonly<Record<InputNote['field'], string>> = {
  host: 'A host name alone, such as smtp.example.com.',
  port: 'A number such as 587 or 465.',
  security: 'TLS from the first byte on 465; STARTTLS, required, on 587, 2525 and 25.',
  username: 'The user name exactly as the provider shows it.',
  password: 'The password exactly as the provider shows it, with nothing around it.',
  certificate: 'Certificate checks left on, and an authority of one’s own named where there is one.',
  other: 'Settings without it.',
}

/** Odd, and yet the same server: an app with it connects all the same. */
const harmless = [
  'settingsInHost',
  'typedPort',
  'typedUrl',
  'typedScheme',
  'upperCaseHost',
  'finalDot',
  'hostNotAscii',
  'oddAddress',
]

/** What the lint of the settings found, a finding each; the same oddity in two places is said once. */
export function inputFindings(c: Case): Finding[] {
  const texts = new Set<string>()
  return c.observations.notes.flatMap((note) => {
    if (texts.has(note.text) || (superseded[note.id]?.(c) ?? false)) return []
    texts.add(note.text)
    const [title, todo] = apart(note.text === '' ? `Something is odd (${note.id || 'no name'}).` : note.text)
    return {
      id: note.id,
      severity: severityOf(note, c),
      stage: 'input' as const,
      endpoints: [],
      who: 'you' as const,
      title,
      // The title says what was seen.
      seen: '',
      expected: expected[note.field],
      why: '',
      todo: advice(note, todo),
      evidence: '',
      page: credential(note) ? ('login-refused' as const) : note.field === 'security' ? ('which-port' as const) : null,
    }
  })
}

/** What the probes have seen says it better, or says otherwise. */
const superseded: Readonly<Record<string, (c: Case) => boolean>> = {
  implicitTlsOnStarttlsPort: modeIsKnown,
  clearOnImplicitTlsPort: modeIsKnown,
  // HOST:PORT is a way to write it that is documented.
  typedPort: () => true,
  typedUrl: () => true,
  // `certificateName` says so where it is so.
  addressAsHost: ({ endpoints }) => endpoints.length > 0,
  // `startTlsNotUsed` is about the same.
  loginInClear: (c) => c.ways.some(({ endpoint, security }) => !endpoint.elsewhere && security === 'starttls'),
}

function modeIsKnown({ endpoints }: Case): boolean {
  return endpoints.some(({ elsewhere, mode }) => !elsewhere && mode !== null)
}

/** A suspicion about host, port or provider weighs less once a way that was asked for works. */
function severityOf(note: InputNote, c: Case): Finding['severity'] {
  if (note.severity === 'cleaned') return cleanedSeverity(note, c)
  const suspicion = note.field === 'host' || note.id === 'providerPort' || note.id === 'providerNoImplicitTls'
  if (!suspicion || !c.ways.some((way) => way.asAsked && !way.endpoint.elsewhere)) return note.severity
  return note.severity === 'problem' ? 'warning' : 'info'
}

/** The diagnosis went on without it; an app that has it fails. What a hand typed into the field for the host says nothing of an app. */
function cleanedSeverity(note: InputNote, c: Case): Finding['severity'] {
  if (note.field === 'password') {
    const tries = c.endpoints.flatMap(({ login }) => login?.tries ?? [])
    if (tries.some(({ code, cleaned }) => code === 235 && !cleaned)) return 'info'
    // The finding about the login carries it.
    if (tries.length > 0) return 'warning'
  }
  if (credential(note)) return isOfTheApp(c) ? 'problem' : 'warning'
  if (harmless.includes(note.id)) return 'info'
  // Of pasted settings alone: there the app has them.
  if (note.id === 'schemeInHost' || note.id === 'portInHost') return 'problem'
  // A bare host is what people type; with a login or a protection beside it, it comes from the settings of an app.
  const { username, security } = c.question
  return isOfTheApp(c) || username !== null || security !== 'auto' ? 'problem' : 'info'
}

/** Signs that what was looked at stands like that in settings: of an upstream, or as a pasted text alone can have it. */
function isOfTheApp({ question, observations: { notes } }: Case): boolean {
  return question.upstreamId !== null || notes.some(({ id }) => id.startsWith('odd_'))
}

/** Whether a finding is about a setting that was put right before anything was tried. */
export function wasCleaned({ id, stage }: Finding, { observations: { notes } }: Case): boolean {
  return stage === 'input' && notes.some((note) => note.id === id && note.severity === 'cleaned')
}

function credential({ field }: InputNote): boolean {
  return field === 'username' || field === 'password'
}

function advice({ severity }: InputNote, todo: string): string {
  const usual = 'Put it right in the app’s settings'
  if (todo === '') return `${usual}.`
  return severity === 'cleaned' ? `${usual}: ${continued(todo, [])}` : todo
}

/** Its first sentence, and what follows. */
function apart(text: string): [string, string] {
  const end = /[.!?](?=\s)/.exec(text)
  return end === null ? [text, ''] : [text.slice(0, end.index + 1), text.slice(end.index + 1).trim()]
}
