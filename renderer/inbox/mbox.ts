const from = new TextEncoder().encode('From ')
const quote = '>'.charCodeAt(0)
const newline = '\n'.charCodeAt(0)

/** One message in the mboxrd format (RFC 4155, qmail's variant): lines of `>*From ` get one `>` more. */
export function mboxEntry(bytes: Uint8Array<ArrayBuffer>): BlobPart[] {
  const pieces: BlobPart[] = ['From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n']
  let written = 0
  for (let start = 0; start < bytes.length; start = nextLine(bytes, start)) {
    if (!isFromLine(bytes, start)) continue
    pieces.push(bytes.subarray(written, start), '>')
    written = start
  }
  pieces.push(bytes.subarray(written), '\n\n')
  return pieces
}

function isFromLine(bytes: Uint8Array, start: number): boolean {
  let at = start
  while (bytes[at] === quote) at += 1
  return from.every((letter, index) => bytes[at + index] === letter)
}

function nextLine(bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(newline, start)
  return end === -1 ? bytes.length : end + 1
}
