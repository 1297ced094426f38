import type { SmtpLimits } from '../../../shared/model/settings.ts'
import type { SmtpBackend } from './backend.ts'
import type { Gate } from './gate.ts'

/** What a session needs to know of the server it belongs to. */
export interface SessionHouse {
  readonly hostname: string
  readonly backend: SmtpBackend
  readonly gate: Gate
  limits(): SmtpLimits
  loginRequired(): boolean
  loginWithoutTls(): boolean
  cramMd5(): boolean
}

/** What a session asks of its socket. */
export interface Wire {
  write(text: string): void
  /** Input may be handed on again. */
  resume(): void
  /** Whether bytes have arrived that were not handed on yet. */
  readonly inputWaiting: boolean
  /** Everything from here on is TLS. */
  startTls(): void
  /** Closes once everything written is out. */
  finish(): void
}
