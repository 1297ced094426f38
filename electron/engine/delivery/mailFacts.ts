import { readFields, splitHeader, valueOf } from './headers/fields.ts'
import { factsForEvents, readSpecial, type SpecialHeaders } from './headers/special.ts'
import type { SpecialFacts } from './events.ts'

/** What events tell of a message beside its delivery. */
export interface MailFactsForEvents {
  readonly from: string
  readonly messageIdHeader: string
  readonly special: SpecialFacts
}

/** Read anew from the bytes: nothing of it need be kept, and most mail has nobody who is told. */
export function factsOfMail(bytes: Buffer, now: number): MailFactsForEvents {
  const { header } = splitHeader(bytes)
  return factsOfHeader(header, readSpecial(header, now))
}

export function factsOfHeader(header: string, special: SpecialHeaders): MailFactsForEvents {
  const fields = readFields(header)
  const from = Buffer.from(valueOf(fields, 'From') ?? '', 'latin1').toString('utf8')
  return {
    from: /<([^<>]*)>[^<>]*$/.exec(from)?.[1] ?? from,
    messageIdHeader: valueOf(fields, 'Message-ID') ?? '',
    special: factsForEvents(special),
  }
}
