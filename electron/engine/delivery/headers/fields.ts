/** A header field as it stands in the bytes. */
export interface RawField {
  readonly name: string
  /** Unfolded, without the space around it; one character per byte. */
  readonly value: string
  /** The whole field with its line ends, one character per byte. */
  readonly raw: string
}

/** Longer header sections are not looked at beyond this. */
const longestSection = 256 * 1024
const field = /^([!-9;-~]+)[ \t]*:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)(?:\r?\n|$)/gm

/** The header section as latin1, and where the body begins (the blank line is the header's). */
export function splitHeader(bytes: Buffer): { readonly header: string; readonly bodyStart: number } {
  if (bytes[0] === 10) return { header: '', bodyStart: 1 }
  if (bytes[0] === 13 && bytes[1] === 10) return { header: '', bodyStart: 2 }
  const reach = bytes.subarray(0, longestSection)
  const crlf = reach.indexOf('\r\n\r\n')
  const within = crlf < 0 ? reach : reach.subarray(0, crlf + 1)
  const lf = within.indexOf('\n\n')
  if (lf >= 0) return { header: reach.toString('latin1', 0, lf + 1), bodyStart: lf + 2 }
  if (crlf >= 0) return { header: reach.toString('latin1', 0, crlf + 2), bodyStart: crlf + 4 }
  return { header: reach.toString('latin1'), bodyStart: reach.length }
}

/** Every field in order. Lines that are none are left out. */
export function readFields(header: string): RawField[] {
  return [...header.matchAll(field)].map(([raw, name, value]) => ({
    name: name as string,
    value: unfold(value as string),
    raw,
  }))
}

/** The first field of this name; null when there is none. */
export function valueOf(fields: readonly RawField[], name: string): string | null {
  const wanted = name.toLowerCase()
  return fields.find((one) => one.name.toLowerCase() === wanted)?.value ?? null
}

function unfold(value: string): string {
  return (
    value
      .replace(/\r?\n/g, '')
      // oxlint-disable-next-line no-control-regex -- control characters are what is replaced
      .replace(/[\x00-\x08\x0a-\x1f\x7f]/g, ' ')
      .trim()
  )
}
