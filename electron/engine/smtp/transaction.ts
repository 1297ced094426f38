import type { EnvelopeRecipient, EnvelopeSender } from '../../../shared/model/envelope.ts'
import type { Identity, RefusedStart } from './backend.ts'
import type { ByteCollector } from './byteCollector.ts'

/** What is being sent, from MAIL to the end of the message. */
export interface Transaction {
  /** Who sends it: as of its beginning. */
  readonly identity: Identity
  readonly mailFrom: EnvelopeSender
  readonly recipients: EnvelopeRecipient[]
  /** The message so far, once BDAT has begun. */
  chunks: ByteCollector | null
  /** Why it will not be taken, where the manners of the listener keep that for after the message. */
  readonly refusal: RefusedStart | null
}

export function recipientsOf({ recipients }: Transaction): string[] {
  return recipients.map(({ address }) => address)
}
