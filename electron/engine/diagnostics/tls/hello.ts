import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import type { TlsVersion } from '../../../../shared/model/diagnosis/observation.ts'
import { earlierGroups, modernGroups, signatureSchemes } from './groups.ts'

/** Version numbers on the wire. */
export const versionNumbers: Readonly<Record<TlsVersion, number>> = {
  'TLSv1.3': 0x0304,
  'TLSv1.2': 0x0303,
  'TLSv1.1': 0x0302,
  TLSv1: 0x0301,
  SSLv3: 0x0300,
}

export interface HelloOptions {
  /** Exactly this one is offered. */
  readonly version: TlsVersion
  /** Null sends none, and so does an address or what cannot be a name (RFC 6066 3). */
  readonly serverName: string | null
  /** Numbers of the suites, in order. */
  readonly suites: readonly number[]
  /** Numbers of the groups, in order; all by default. */
  readonly groups?: readonly number[]
  /** Ask for an OCSP response along with the certificate. */
  readonly staple?: boolean
}

/** A ClientHello in one record, as bytes. In TLS 1.3 without key shares, so that the answer is in clear (RFC 8446 4.1.4). */
export function clientHello({ version, serverName, suites, staple = false, ...options }: HelloOptions): Buffer {
  const modern = version === 'TLSv1.3'
  const name = nameToSend(serverName)
  const number = versionNumbers[version]
  const before = [
    u16(modern ? 0x0303 : number),
    randomBytes(32),
    // Middleboxes want to see what looks like a resumption (RFC 8446 D.4).
    vector8(modern ? randomBytes(32) : Buffer.alloc(0)),
    vector16(...suites.map(u16)),
    vector8(Buffer.from([0])),
  ]
  if (version === 'SSLv3') return record(number, message(...before))
  const groups = options.groups ?? (modern ? modernGroups : earlierGroups)
  const extensions = [
    ...(name === null ? [] : [extension(0, vector16(Buffer.from([0]), vector16(Buffer.from(name))))]),
    ...(staple ? [extension(5, Buffer.from([1, 0, 0, 0, 0]))] : []),
    extension(10, vector16(...groups.map(u16))),
    extension(11, vector8(Buffer.from([0]))),
    ...(number >= versionNumbers['TLSv1.2'] ? [extension(13, vector16(...signatureSchemes.map(u16)))] : []),
    ...(modern
      ? [extension(43, vector8(u16(number))), extension(45, vector8(Buffer.from([1]))), extension(51, vector16())]
      : [extension(23, Buffer.alloc(0)), extension(0xff01, vector8(Buffer.alloc(0)))]),
  ]
  return record(0x0301, padded(before, extensions))
}

/** What to send as SNI (RFC 6066 3): no addresses, no dot at the end, nothing that is no name. */
export function nameToSend(name: string | null): string | null {
  const bare = name?.replace(/\.$/, '') ?? ''
  return isIP(bare) === 0 && /^[\x21-\x7e]{1,255}$/.test(bare) ? bare : null
}

/** There are servers that hang at a hello of 256 to 511 bytes (RFC 7685 1). */
function padded(before: readonly Buffer[], extensions: readonly Buffer[]): Buffer {
  const whole = message(...before, vector16(...extensions))
  if (whole.length < 256 || whole.length > 511) return whole
  const zeros = Buffer.alloc(Math.max(0, 512 - whole.length - 4))
  return message(...before, vector16(...extensions, extension(21, zeros)))
}

function message(...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([1, 0]), u16(body.length), body])
}

function record(version: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([22]), u16(version), u16(body.length), body])
}

function extension(type: number, body: Buffer): Buffer {
  return Buffer.concat([u16(type), vector16(body)])
}

function u16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff])
}

function vector8(...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([body.length]), body])
}

function vector16(...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([u16(body.length), body])
}
