// A zip without compression (APPNOTE 6.3.x, method 0): "save all" in one download, with names in UTF-8.

interface ZipEntry {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const utf8Names = 0x08_00
const versionNeeded = 20

/** Packs files into one archive. For attachments: far under the 4 GB and 65,535 entries where zip needs its extension. */
export function zip(entries: readonly ZipEntry[], at: Date): Blob {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const directory: Uint8Array<ArrayBuffer>[] = []
  let offset = 0
  for (const entry of entries) {
    const name = new TextEncoder().encode(entry.name)
    const facts = [
      versionNeeded,
      utf8Names,
      0,
      ...dosTime(at),
      ...words32(crc32(entry.bytes)),
      ...words32(entry.bytes.length),
      ...words32(entry.bytes.length),
      name.length,
      0,
    ]
    const local = [record([...words32(0x04_03_4b_50), ...facts]), name, entry.bytes]
    directory.push(
      record([...words32(0x02_01_4b_50), versionNeeded, ...facts, 0, 0, 0, ...words32(0), ...words32(offset)]),
      name,
    )
    pieces.push(...local)
    offset += sizeOf(local)
  }
  const end = [
    ...words32(0x06_05_4b_50),
    0,
    0,
    entries.length,
    entries.length,
    ...words32(sizeOf(directory)),
    ...words32(offset),
    0,
  ]
  return new Blob([...pieces, ...directory, record(end)], { type: 'application/zip' })
}

/** 16-bit little-endian words. */
function record(words: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(words.length * 2)
  const view = new DataView(bytes.buffer)
  words.forEach((word, index) => view.setUint16(index * 2, word, true))
  return bytes
}

function words32(value: number): [number, number] {
  return [value & 0xff_ff, value >>> 16]
}

function dosTime(at: Date): [number, number] {
  return [
    (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1),
    (Math.max(0, at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate(),
  ]
}

function sizeOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0)
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xed_b8_83_20 : value >>> 1
  return value
})

function crc32(bytes: Uint8Array): number {
  let crc = 0xff_ff_ff_ff
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0)
  return (crc ^ 0xff_ff_ff_ff) >>> 0
}
