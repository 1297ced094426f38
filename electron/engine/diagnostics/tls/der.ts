import { ByteReader, LengthError } from './byteReader.ts'

/** One element of DER (X.690): its tag, what is in it, and all of it. */
export interface Element {
  readonly tag: number
  readonly body: Buffer
  readonly whole: Buffer
}

export const tag = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  objectId: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  utf16: 0x1e,
  utf32: 0x1c,
  sequence: 0x30,
}

/** The elements that follow one another; as they are asked for, since a hostile certificate has very many. */
export function* elementsOf(bytes: Buffer): Generator<Element, undefined> {
  const reader = new ByteReader(bytes)
  while (reader.left > 0) {
    const at = bytes.length - reader.left
    const number = reader.number(1)
    const short = reader.number(1)
    // Lengths without end are BER; four bytes of length are more than is ever read.
    if (short === 0x80 || short > 0x84) throw new LengthError()
    const body = reader.take(short < 0x80 ? short : reader.number(short & 0x7f))
    yield { tag: number, body, whole: bytes.subarray(at, bytes.length - reader.left) }
  }
}

/** The first element, which must be of this kind. */
export function expect(bytes: Buffer, kind: number): Element {
  const { value } = elementsOf(bytes).next()
  if (value?.tag !== kind) throw new LengthError()
  return value
}

/** `1.2.840.113549.1.1.11`; bounded, and numbers that are too large for us as they come. */
export function objectId(body: Buffer): string {
  const numbers: number[] = []
  let number = 0
  for (const byte of body.subarray(0, 40)) {
    number = number * 128 + (byte & 0x7f)
    if (byte >= 0x80) continue
    if (numbers.length === 0)
      numbers.push(Math.min(2, Math.floor(number / 40)), number - 40 * Math.min(2, Math.floor(number / 40)))
    else numbers.push(number)
    number = 0
  }
  return numbers.join('.')
}

/** Text of the string types of X.520. What is not valid shows as U+FFFD. */
export function textOf({ tag: kind, body }: Element): string {
  if (kind === tag.utf8) return body.toString('utf8')
  if (kind === tag.utf16)
    return Buffer.from(body.subarray(0, body.length & ~1))
      .swap16()
      .toString('utf16le')
  if (kind === tag.utf32) {
    const points = Array.from({ length: Math.min(1_000, body.length >> 2) }, (_, index) => body.readUInt32BE(index * 4))
    return points.map((point) => (point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point))).join('')
  }
  return body.toString('latin1')
}

/** Null for what is no date. RFC 5280 4.1.2.5: years of two digits are 1950 to 2049. */
export function timeOf({ tag: kind, body }: Element): Date | null {
  const text = body.subarray(0, 20).toString('latin1')
  const match = /^(\d\d|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?Z$/.exec(text)
  const short = kind === tag.utcTime
  if (!match || (!short && kind !== tag.generalizedTime) || match[1]?.length !== (short ? 2 : 4)) return null
  const [given = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0))
  const year = short ? (given < 50 ? 2_000 : 1_900) + given : given
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second)
  // The 31st of February would become a day in March.
  const holds = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour
  return holds && minute < 60 && second < 60 ? date : null
}
