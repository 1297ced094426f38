import type { Manners } from '../../../shared/model/listenerManners.ts'
import type { SmtpLimits } from '../../../shared/model/settings.ts'
import type { SmtpBackend } from './backend.ts'
import type { Faults } from './faults/faults.ts'
import type { Gate } from './gate.ts'

/** What a session needs to know of the server it belongs to. */
export interface SessionHouse {
  readonly hostname: string
  readonly backend: SmtpBackend
  readonly gate: Gate
  readonly faults: Faults
  /** Those of a provider; null: our own. */
  readonly manners: Manners | null
  readonly limits: () => SmtpLimits
  readonly loginRequired: () => boolean
  readonly loginWithoutTls: () => boolean
  readonly cramMd5: () => boolean
}

/** What a session asks of its socket. */
export interface Wire {
  write(text: string): void
  /** Input may be handed on again. */
  resume(): void
  /** Whether bytes have arrived that were not handed on yet. */
  readonly inputWaiting: boolean
  /** Everything from here on is TLS; or is meant to be, and the handshake fails. */
  startTls(how: 'works' | 'fails'): void
  /** Closes once everything written is out. */
  finish(): void
  /** The connection ends without a word. */
  destroy(): void
}
