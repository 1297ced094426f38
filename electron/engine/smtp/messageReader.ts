/** Takes the octets of a message out of the stream: `DotReader` for DATA, `ChunkReader` for BDAT. */
export interface MessageReader {
  /** Returns the offset behind the last octet that belongs to it, or -1 when all did and more must come. */
  feed(chunk: Buffer, from: number): number
  /** For the transcript, when nothing more comes: what there was and what is missing. */
  shortfall(): string
}
