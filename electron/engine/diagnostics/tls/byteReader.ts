/** Reads what has lengths in it that may lie: whatever does not fit is a `LengthError`, never a read beyond the end. */
export class ByteReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  /** A number of one to four bytes, the highest first. */
  number(bytes: number): number {
    return this.take(bytes).readUIntBE(0, bytes)
  }

  take(length: number): Buffer {
    if (length > this.left) throw new LengthError()
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  /** What a length of so many bytes announces. */
  vector(lengthBytes: number): Buffer {
    return this.take(this.number(lengthBytes))
  }
}

export class LengthError extends Error {
  constructor() {
    super('a length that does not fit')
  }
}
