/**
 * A few numbers that both threads see at once, where a message would come too late: the reading thread looks at
 * `lastCommit` between two messages and gives way to intake, and the engine sees what the reading thread hangs on.
 */
export class SharedState {
  readonly buffer: SharedArrayBuffer
  readonly #cells: BigInt64Array<SharedArrayBuffer>

  constructor(buffer = new SharedArrayBuffer(4 * 8)) {
    this.buffer = buffer
    this.#cells = new BigInt64Array(buffer)
  }

  /** When something was last written to mail.db, in milliseconds. */
  get lastCommit(): number {
    return this.#get(0)
  }
  set lastCommit(time: number) {
    this.#set(0, time)
  }

  /** The message that is being indexed, and since when; 0 when none is. */
  get indexing(): { id: number; since: number } {
    return { id: this.#get(1), since: this.#get(2) }
  }
  set indexing({ id, since }: { id: number; since: number }) {
    this.#set(1, id)
    this.#set(2, since)
  }

  /** Returns true when the reading thread was asleep: then it needs an order to wake up. */
  wake(): boolean {
    return Atomics.exchange(this.#cells, 3, 1n) === 0n
  }
  sleep(): void {
    this.#set(3, 0)
  }

  #get(index: number): number {
    return Number(Atomics.load(this.#cells, index))
  }
  #set(index: number, value: number): void {
    Atomics.store(this.#cells, index, BigInt(value))
  }
}
