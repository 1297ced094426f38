import type { HeaderField, MessageDetail } from '../../../../shared/model/message.ts'
import type { Mailbox } from '../../../../shared/model/address.ts'

/** What the header and the envelope say about who gets the message. */
export interface RecipientComparison {
  /** In the envelope, in no To or Cc: got it as a blind copy. */
  readonly blind: readonly string[]
  /** In To or Cc, not in the envelope: named, but this transaction did not send to them. */
  readonly onlyNamed: readonly string[]
}

/** Compares mailboxes without case: every server that matters treats them alike. */
export function compareRecipients({
  envelope,
  to,
  headers,
}: Pick<MessageDetail, 'envelope' | 'to' | 'headers'>): RecipientComparison {
  const named = hasField(headers, 'to') || hasField(headers, 'cc') ? to.map(({ address }) => address) : []
  const spoken = envelope.recipients.map(({ address }) => address)
  return { blind: without(spoken, named), onlyNamed: without(named, spoken) }
}

/** Tells Cc from To: the summary has both in one list, the header fields say who stands where. */
export function splitToAndCc({ to, headers }: Pick<MessageDetail, 'to' | 'headers'>): { to: Mailbox[]; cc: Mailbox[] } {
  const namedInCc = addressesIn(headers, 'cc')
  const namedInTo = addressesIn(headers, 'to')
  const inCc = ({ address }: Mailbox) => namedInCc.has(address.toLowerCase()) && !namedInTo.has(address.toLowerCase())
  return { to: to.filter((mailbox) => !inCc(mailbox)), cc: to.filter(inCc) }
}

function without(addresses: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others.map((address) => address.toLowerCase()))
  return [...new Set(addresses)].filter((address) => !known.has(address.toLowerCase()))
}

function hasField(headers: readonly HeaderField[], name: string): boolean {
  return headers.some((field) => field.name.toLowerCase() === name)
}

/** Everything between delimiters that has an @: enough to find a known address again, in one pass. */
function addressesIn(headers: readonly HeaderField[], name: string): Set<string> {
  const values = headers.filter((field) => field.name.toLowerCase() === name).map(({ value }) => value.toLowerCase())
  return new Set(values.flatMap((value) => value.split(/[\s<>,;"()]+/)).filter((word) => word.includes('@')))
}
