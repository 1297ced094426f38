import type { InputNote } from '../../../../../shared/model/diagnosis/question.ts'
import type { Finding } from '../../../../../shared/model/diagnosis/report.ts'
import type { Case } from '../case.ts'

const expected: Readonly<Record<InputNote['field'], string>> = {
  host: 'A host name alone, such as smtp.example.com.',
  port: 'A number such as 587 or 465.',
  security: 'TLS from the first byte on 465; STARTTLS, required, on 587, 2525 and 25.',
  username: 'The user name exactly as the provider shows it.',
  password: 'The password exactly as the provider shows it, with nothing around it.',
  certificate: 'Certificate checks left on, and an authority of one’s own named where there is one.',
  other: 'Settings without it.',
}

const why: Readonly<Record<InputNote['severity'], string>> = {
  problem: 'An app that is set like this cannot send, whatever the server does.',
  warning: 'It may be meant, but it is a common cause of failure or of mail that travels unprotected.',
  cleaned:
    'It was put right for this diagnosis only. If the app has it too, the app fails where this diagnosis does not.',
}

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
      seen: title,
      expected: expected[note.field],
      why: why[note.severity],
      todo: todo === '' ? 'Put it right where the app reads its settings.' : todo,
      evidence: '',
      page: credential(note) ? ('login-refused' as const) : note.field === 'security' ? ('which-port' as const) : null,
    }
  })
}

/** What the probes have seen says it better, or says otherwise. */
const superseded: Readonly<Record<string, (c: Case) => boolean>> = {
  implicitTlsOnStarttlsPort: modeIsKnown,
  clearOnImplicitTlsPort: modeIsKnown,
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
  // What was cleaned from a host that somebody typed or pasted says little about the app.
  if (note.severity === 'cleaned') return credential(note) ? 'warning' : 'info'
  const suspicion = note.field === 'host' || note.id === 'providerPort' || note.id === 'providerNoImplicitTls'
  if (!suspicion || !c.ways.some((way) => way.asAsked && !way.endpoint.elsewhere)) return note.severity
  return note.severity === 'problem' ? 'warning' : 'info'
}

function credential({ field }: InputNote): boolean {
  return field === 'username' || field === 'password'
}

/** Its first sentence, and what follows. */
function apart(text: string): [string, string] {
  const end = /[.!?](?=\s)/.exec(text)
  return end === null ? [text, ''] : [text.slice(0, end.index + 1), text.slice(end.index + 1).trim()]
}
