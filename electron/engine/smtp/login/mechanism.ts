import type { Result } from '../commands/command.ts'
import type { SmtpSession } from '../session.ts'

/** Runs one login mechanism; `initial` is the initial response as sent, null when there was none. */
export type Mechanism = (session: SmtpSession, initial: string | null) => Result
