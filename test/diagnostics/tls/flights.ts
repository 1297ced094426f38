// A server's answers as bytes: right ones, to be spoiled.
const u16 = (value: number) => Buffer.from([value >> 8, value & 0xff])
const u24 = (value: number) => Buffer.from([value >> 16, (value >> 8) & 0xff, value & 0xff])

export const record = (type: number, body: Uint8Array, version = 0x0303) =>
  Buffer.concat([Buffer.from([type]), u16(version), u16(body.length), body])

export const message = (type: number, body: Uint8Array, length = body.length) =>
  Buffer.concat([Buffer.from([type]), u24(length), body])

export const alert = (code: number, level = 2) => record(21, Buffer.from([level, code]))

/** SSLv3 to TLS 1.2 without extensions. */
export const serverHello = (version: number, suite: number, rest: Uint8Array = Buffer.alloc(0)) =>
  message(2, Buffer.concat([u16(version), Buffer.alloc(32, 7), Buffer.from([0]), u16(suite), Buffer.from([0]), rest]))

export const certificates = (ders: readonly Uint8Array[], length?: number) => {
  const list = Buffer.concat(ders.flatMap((der) => [u24(der.length), der]))
  return message(11, Buffer.concat([u24(length ?? list.length), list]))
}

export const helloDone = message(14, Buffer.alloc(0))

/** A whole flight of TLS 1.2 with RSA keys, in one record. */
export const wholeFlight = (ders: readonly Uint8Array[]) =>
  record(22, Buffer.concat([serverHello(0x0303, 0x009c), certificates(ders), helloDone]))
