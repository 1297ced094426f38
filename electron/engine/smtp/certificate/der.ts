// The few kinds of DER (ITU-T X.690) that a certificate is made of. Writing only: reading is left to OpenSSL.

function encode(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  if (length > 0xffff) throw new RangeError('DER value too long')
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => encode(0x30, ...parts)
export const set = (...parts: readonly Uint8Array[]): Buffer => encode(0x31, ...parts)
export const boolean = (value: boolean): Buffer => encode(0x01, Buffer.from([value ? 0xff : 0]))
export const octetString = (content: Uint8Array): Buffer => encode(0x04, content)
export const utf8String = (text: string): Buffer => encode(0x0c, Buffer.from(text))

/** A non-negative integer, big-endian; a leading zero keeps the sign bit clear. */
export function integer(bytes: Uint8Array): Buffer {
  return encode(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes)
}

export function bitString(content: Uint8Array, unusedBits = 0): Buffer {
  return encode(0x03, Buffer.of(unusedBits), content)
}

export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return encode(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

/** UTCTime, which RFC 5280 4.1.2.5 wants for every date before 2050. */
export function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, '').slice(2, 14)
  return encode(0x17, Buffer.from(`${digits}Z`))
}

/** `[number] EXPLICIT`, or a constructed `IMPLICIT`. */
export const tagged = (number: number, ...parts: readonly Uint8Array[]): Buffer => encode(0xa0 | number, ...parts)
/** `[number] IMPLICIT` of a primitive type. */
export const taggedPrimitive = (number: number, content: Uint8Array): Buffer => encode(0x80 | number, content)

function base128(value: number): number[] {
  const septets = [value & 0x7f]
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) septets.unshift((rest & 0x7f) | 0x80)
  return septets
}
