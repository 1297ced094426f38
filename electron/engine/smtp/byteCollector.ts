// A client that sends byte by byte would otherwise cost a Buffer object (some 100 bytes) per byte of its message.
const smallPiece = 8_192
const tailCapacity = 65_536

/**
 * Gathers the bytes of one message without copying large pieces. Past `limit` it lets go of everything
 * and only counts, so that an oversized message costs no memory.
 */
export class ByteCollector {
  readonly #limit: number
  #pieces: Buffer[] = []
  #tail: Buffer | null = null
  #tailUsed = 0
  #length = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Bytes given so far, kept or not. */
  get length(): number {
    return this.#length
  }

  get overflowed(): boolean {
    return this.#length > this.#limit
  }

  add(piece: Buffer): void {
    this.#length += piece.length
    if (this.#length > this.#limit) {
      this.#pieces = []
      this.#tail = null
      return
    }
    if (piece.length === 0) return
    if (piece.length >= smallPiece || this.#length === piece.length) {
      this.#closeTail()
      this.#pieces.push(piece)
      return
    }
    if (this.#tail !== null && this.#tailUsed + piece.length > tailCapacity) this.#closeTail()
    this.#tail ??= Buffer.allocUnsafeSlow(tailCapacity)
    piece.copy(this.#tail, this.#tailUsed)
    this.#tailUsed += piece.length
  }

  /** The message; the collector is empty afterwards. */
  take(): Buffer {
    this.#closeTail()
    const pieces = this.#pieces
    this.#pieces = []
    return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces)
  }

  #closeTail(): void {
    if (this.#tail !== null) this.#pieces.push(this.#tail.subarray(0, this.#tailUsed))
    this.#tail = null
    this.#tailUsed = 0
  }
}
