import type { DiagnosisQuestion, InputNote } from '../model/diagnosis/question.ts'

/** What a text says about a server. */
export interface SmtpSettings {
  /** Empty when the text has settings for a server and does not name it. */
  host: string
  port: number | null
  security: DiagnosisQuestion['security']
  username: string | null
  password: string | null
  serverName: string | null
  notes: InputNote[]
}

export function nothingSaid(): SmtpSettings {
  return { host: '', port: null, security: 'auto', username: null, password: null, serverName: null, notes: [] }
}

export function note(id: string, field: InputNote['field'], severity: InputNote['severity'], text: string): InputNote {
  return { id, field, severity, text }
}

/** For a note: in one line, without what could steer a terminal or turn the direction of writing, and not long. */
export function shown(text: string): string {
  const plain = text.replace(/[\p{C}\u2028\u2029]/gu, '').trim()
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain
}

/** 1 to 65535, else null. */
export function portOf(text: string): number | null {
  const port = /^\s{0,20}\d{1,5}\s{0,20}$/.test(text) ? Number(text) : 0
  return port >= 1 && port <= 65_535 ? port : null
}

/** Undone where it is %-encoded properly, as it is otherwise. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
