import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The mark by which the tools find the fuses in Electron's binary: a sentinel, a version, a length, and the fuses. */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1'),
  Buffer.from([1, 9]),
  Buffer.from('0'.repeat(9), 'latin1'),
])

/** A folder that looks to electron-builder like Electron for Linux, so that packing can be tried without it. */
export async function makeElectronFolder(folder: string, version: string): Promise<void> {
  await mkdir(join(folder, 'resources'), { recursive: true })
  await writeFile(join(folder, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\n'), fuseWire]), { mode: 0o755 })
  await writeFile(join(folder, 'version'), version)
}
