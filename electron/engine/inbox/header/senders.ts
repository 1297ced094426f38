import { parseAddresses } from './addresses.ts'
import { readHeaders } from './fields.ts'

/**
 * Every address that any From field names: a mail program may show the second field, or the second address, as the
 * sender (RFC 5322 3.6 allows one field; hostile mail has more).
 */
export function senderAddresses(bytes: Buffer): string[] {
  return readHeaders(bytes, [])
    .filter(({ name }) => name.toLowerCase() === 'from')
    .flatMap(({ value }) => parseAddresses(value))
    .map(({ address }) => address)
}
