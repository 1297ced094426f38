import { isIPv6 } from 'node:net'

/** Types by their numbers (IANA). */
export const recordTypes: Readonly<Record<string, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  TLSA: 52,
  CAA: 257,
}
export const rcodes: Readonly<Record<string, number>> = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 }

export interface DnsQuestion {
  readonly id: number
  /** Lower case, without the final dot. */
  readonly name: string
  readonly type: string
  /** As it came, to be sent back. */
  readonly raw: Buffer
}

export interface DnsRecord {
  readonly name: string
  readonly type: string
  /** In the words of zone files: `10 mx.example.com`, `3 1 1 ab12`. Of TXT: its strings. */
  readonly value: string | readonly string[]
}

/** One question, as resolvers send it. */
export function decodeQuestion(message: Buffer): DnsQuestion {
  const labels: string[] = []
  let at = 12
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  const number = message.readUInt16BE(at + 1)
  const type = Object.keys(recordTypes).find((name) => recordTypes[name] === number) ?? `TYPE${number}`
  return { id: message.readUInt16BE(0), name: labels.join('.').toLowerCase(), type, raw: message.subarray(12, at + 5) }
}

/** TTL 0: nothing is to be kept between tests. */
export function encodeAnswer(
  { id, raw }: DnsQuestion,
  {
    records = [],
    rcode = 'NOERROR',
    truncated = false,
  }: { records?: readonly DnsRecord[]; rcode?: string; truncated?: boolean },
): Buffer {
  const header = Buffer.alloc(12)
  header.writeUInt16BE(id & 0xffff, 0)
  header.writeUInt16BE(0x8180 | (truncated ? 0x0200 : 0) | (rcodes[rcode] ?? 0), 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(records.length, 6)
  return Buffer.concat([header, raw, ...records.map(encodeRecord)])
}

function encodeRecord({ name, type, value }: DnsRecord): Buffer {
  const data = encodeData(type, value)
  const fixed = Buffer.alloc(10)
  fixed.writeUInt16BE(recordTypes[type] ?? 0, 0)
  fixed.writeUInt16BE(1, 2)
  fixed.writeUInt16BE(data.length, 8)
  return Buffer.concat([encodeName(name), fixed, data])
}

function encodeData(type: string, value: string | readonly string[]): Buffer {
  const text = typeof value === 'string' ? value : value.join('')
  const words = text.split(' ')
  if (type === 'TXT') {
    const strings = typeof value === 'string' ? (value.match(/[^]{1,255}/g) ?? ['']) : value
    return Buffer.concat(strings.map((one) => withLength(Buffer.from(one, 'latin1'))))
  }
  if (type === 'A') return Buffer.from(text.split('.').map(Number))
  if (type === 'AAAA') return ipv6(text)
  if (type === 'MX') return Buffer.concat([numbers(words.slice(0, 1), 2), encodeName(words[1] ?? '')])
  if (type === 'SRV') return Buffer.concat([numbers(words.slice(0, 3), 2), encodeName(words[3] ?? '')])
  if (type === 'TLSA') return Buffer.concat([numbers(words.slice(0, 3), 1), Buffer.from(words[3] ?? '', 'hex')])
  if (type === 'CAA')
    return Buffer.concat([
      numbers(words.slice(0, 1), 1),
      withLength(Buffer.from(words[1] ?? '')),
      Buffer.from(words.slice(2).join(' ').replaceAll('"', '')),
    ])
  return encodeName(text)
}

function numbers(words: readonly string[], bytes: 1 | 2): Buffer {
  return Buffer.concat(
    words.map((word) => {
      const one = Buffer.alloc(bytes)
      one.writeUIntBE(Number(word), 0, bytes)
      return one
    }),
  )
}

function withLength(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([bytes.length]), bytes])
}

function encodeName(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '')
  return Buffer.concat([...labels.map((label) => withLength(Buffer.from(label, 'latin1'))), Buffer.from([0])])
}

function ipv6(address: string): Buffer {
  if (!isIPv6(address)) throw new Error(`${address} is no IPv6 address`)
  const [front = '', back] = address.split('::')
  const groups = (text: string | undefined) => (text ?? '').split(':').filter((group) => group !== '')
  const after = groups(back)
  const missing = 8 - groups(front).length - after.length
  const all = [...groups(front), ...Array<string>(back === undefined ? 0 : missing).fill('0'), ...after]
  return numbers(
    all.map((group) => String(Number.parseInt(group, 16))),
    2,
  )
}
