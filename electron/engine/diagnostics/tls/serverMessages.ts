import { ByteReader } from './byteReader.ts'
import { suiteOf } from './suites.ts'

export interface ServerHello {
  /** As on the wire, 0x0303 for TLS 1.2. */
  readonly version: number
  /** Number of the suite that was chosen. */
  readonly suite: number
  /** TLS 1.3: the group that was chosen. */
  readonly group: number | null
}

/** What a server before TLS 1.3 offers to agree on a key with. */
export interface KeyExchange {
  readonly group: number | null
  /** Bits of the prime of finite-field DH. */
  readonly dhBits: number | null
}

const extension = { supportedVersions: 43, keyShare: 51 }

/** RFC 5246 7.4.1.3 and RFC 8446 4.1.3; of a HelloRetryRequest too, which is one with a certain random. */
export function readServerHello(body: Buffer): ServerHello {
  const reader = new ByteReader(body)
  let version = reader.number(2)
  let group: number | null = null
  reader.take(32)
  reader.vector(1)
  const suite = reader.number(2)
  reader.take(1)
  // SSLv3 and the plainest of servers end here.
  const extensions = new ByteReader(reader.left === 0 ? Buffer.alloc(0) : reader.vector(2))
  while (extensions.left > 0) {
    const type = extensions.number(2)
    const value = new ByteReader(extensions.vector(2))
    if (type === extension.supportedVersions) version = value.number(2)
    if (type === extension.keyShare) group = value.number(2)
  }
  return { version, suite, group }
}

/** RFC 8422 5.4 and RFC 5246 7.4.3: curves by name, or the prime. Nulls for what has neither. */
export function readKeyExchange(body: Buffer, suite: number): KeyExchange {
  const { name } = suiteOf(suite)
  const reader = new ByteReader(body)
  const namedCurve = 3
  if (/^TLS_ECDH(E|_anon)_/.test(name))
    return { group: reader.number(1) === namedCurve ? reader.number(2) : null, dhBits: null }
  if (/^TLS_DH(E|_anon)_/.test(name)) return { group: null, dhBits: bitsOf(reader.vector(2)) }
  return { group: null, dhBits: null }
}

/** Of a number without sign, the highest byte first. */
export function bitsOf(number: Uint8Array): number {
  const first = number.findIndex((byte) => byte !== 0)
  return first === -1 ? 0 : (number.length - first) * 8 - Math.clz32(number[first] ?? 0) + 24
}
