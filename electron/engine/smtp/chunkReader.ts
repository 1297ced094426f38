import type { ByteCollector } from './byteCollector.ts'
import type { MessageReader } from './messageReader.ts'

/** Reads the octets of one BDAT chunk (RFC 3030), whatever they are. */
export class ChunkReader implements MessageReader {
  readonly #size: number
  readonly #into: ByteCollector | null
  #left: number

  /** `into` null: the chunk was refused, its octets are thrown away. */
  constructor(size: number, into: ByteCollector | null) {
    this.#size = this.#left = size
    this.#into = into
  }

  feed(chunk: Buffer, from: number): number {
    const end = Math.min(chunk.length, from + this.#left)
    this.#into?.add(chunk.subarray(from, end))
    this.#left -= end - from
    return this.#left === 0 ? end : -1
  }

  shortfall(): string {
    return `${this.#left} of the ${this.#size} bytes of a BDAT chunk are missing: message thrown away`
  }
}
