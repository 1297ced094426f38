import type { HeaderField } from '../../../../shared/model/message.ts'

export interface NumberedField extends HeaderField {
  /** Place in the header section, from 0. */
  readonly place: number
  /** Which of the fields with this name it is, from 1. */
  readonly nth: number
  /** How many fields have this name. */
  readonly of: number
}

/** Tells fields that occur more than once apart; names compare without case (RFC 5322 1.2.2). */
export function numberRepeats(headers: readonly HeaderField[]): NumberedField[] {
  const total = new Map<string, number>()
  for (const { name } of headers) total.set(name.toLowerCase(), (total.get(name.toLowerCase()) ?? 0) + 1)
  const seen = new Map<string, number>()
  return headers.map((field, place) => {
    const key = field.name.toLowerCase()
    const nth = (seen.get(key) ?? 0) + 1
    seen.set(key, nth)
    return { ...field, place, nth, of: total.get(key) ?? 1 }
  })
}
