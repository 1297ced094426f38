// DER as tests write it: also what no certificate authority would.
export const der = {
  /** Any tag around what is given. */
  of(tag: number, ...parts: readonly Uint8Array[]): Buffer {
    const body = Buffer.concat(parts)
    return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body])
  },
  sequence: (...parts: readonly Uint8Array[]) => der.of(0x30, ...parts),
  set: (...parts: readonly Uint8Array[]) => der.of(0x31, ...parts),
  /** The bytes of the number as they are to stand there: `ff` first is a negative one. */
  integer: (...bytes: readonly number[]) => der.of(0x02, Buffer.from(bytes)),
  true: () => der.of(0x01, Buffer.from([0xff])),
  octets: (...parts: readonly Uint8Array[]) => der.of(0x04, ...parts),
  bits: (bytes: Uint8Array, unused = 0) => der.of(0x03, Buffer.from([unused]), bytes),
  utf8: (text: string) => der.of(0x0c, Buffer.from(text)),
  ascii: (text: string) => der.of(0x16, Buffer.from(text, 'latin1')),
  null: () => Buffer.from([0x05, 0x00]),
  objectId(dotted: string): Buffer {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
    return der.of(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
  },
  /** UTCTime until 2049, GeneralizedTime after that (RFC 5280 4.1.2.5). */
  time(date: Date): Buffer {
    const digits = date.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)
    return date.getUTCFullYear() < 2050
      ? der.of(0x17, Buffer.from(`${digits.slice(2)}Z`))
      : der.of(0x18, Buffer.from(`${digits}Z`))
  },
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return Buffer.from([0x80 | bytes.length, ...bytes])
}

function base128(number: number): number[] {
  const bytes = [number % 128]
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift((rest % 128) | 0x80)
  return bytes
}
