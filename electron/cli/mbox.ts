/** One message of an mbox file, unescaped. `date`: of its "From " line, null when that has none that can be read. */
export interface MboxMessage {
  readonly bytes: Buffer<ArrayBuffer>
  readonly date: Date | null
}

const lineFeed = 0x0a

/**
 * Splits an mbox (mboxrd) as it streams in: a message begins at a line "From " that is the first or follows an empty
 * line, and lines ">From ", ">>From " … of the body lose one ">". Line ends are kept as they are.
 */
export async function* splitMbox(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<MboxMessage> {
  let lines: Buffer[] = []
  let date: Date | null = null
  let begun = false
  let afterEmptyLine = true

  for await (const line of splitLines(chunks)) {
    if (afterEmptyLine && startsWith(line, 'From ')) {
      if (begun) yield finish(lines, date)
      begun = true
      lines = []
      date = dateOf(line)
      afterEmptyLine = false
      continue
    }
    afterEmptyLine = isEmpty(line)
    lines.push(/^>+From /.test(line.toString('latin1', 0, 32)) ? line.subarray(1) : line)
  }
  if (begun) yield finish(lines, date)
}

/** A message as it stands in an mbox file: "From " line, escaped body, empty line. */
export function toMbox(bytes: Uint8Array, sender: string, date: Date): Buffer {
  // Byte for byte: latin1 maps every byte to one character and back.
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/^(?=>*From )/gm, '>')
  const end = body.endsWith('\n') ? '\n' : '\n\n'
  const address = /^[\x21-\x7e]+$/.test(sender) ? sender : 'MAILER-DAEMON'
  return Buffer.from(`From ${address} ${asctime(date)}\n${body}${end}`, 'latin1')
}

/** The empty line before the next "From " belongs to the mbox, not to the message. */
function finish(lines: Buffer[], date: Date | null): MboxMessage {
  const last = lines.at(-1)
  return { bytes: Buffer.concat(last && isEmpty(last) ? lines.slice(0, -1) : lines), date }
}

async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = []
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let from = 0
    for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, from)) {
      const rest = bytes.subarray(from, at + 1)
      yield begun.length === 0 ? rest : Buffer.concat([...begun, rest])
      begun = []
      from = at + 1
    }
    if (from < bytes.length) begun.push(bytes.subarray(from))
  }
  if (begun.length > 0) yield Buffer.concat(begun)
}

function startsWith(line: Buffer, text: string): boolean {
  return line.toString('latin1', 0, text.length) === text
}

function isEmpty(line: Buffer): boolean {
  return line[0] === lineFeed || (line.length === 2 && line[0] === 0x0d)
}

/** `From a@example.test Thu Nov 21 00:53:58 2026`; the time is UTC. */
function dateOf(fromLine: Buffer): Date | null {
  const match = /\s([A-Z][a-z]{2}\s+\d{1,2}\s+\d\d:\d\d(?::\d\d)?)(?:\s+[A-Z+-]\S*)?\s+(\d{4})/.exec(
    fromLine.toString('latin1', 0, 300),
  )
  if (!match) return null
  const date = new Date(`${match[1]} ${match[2]} UTC`)
  return Number.isNaN(date.getTime()) ? null : date
}

function asctime(date: Date): string {
  const [day, dayOfMonth, month, year, time] = date.toUTCString().replace(',', '').split(' ')
  return `${day} ${month} ${String(Number(dayOfMonth)).padStart(2)} ${time} ${year}`
}
