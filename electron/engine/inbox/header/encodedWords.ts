/**
 * RFC 2047 encoded words in a header value. Between two of them white space means nothing (6.2); an encoded word
 * that cannot be read stays as it was written. Neighbours in one charset are decoded together, because mailers
 * do split a character between them.
 */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value
  const pattern = /=\?([^?\s*]{1,40})(?:\*[^?\s]{0,40})?\?([bq])\?([^?\s]*)\?=/gi
  let decoded = ''
  let end = 0
  let pending: { charset: string; bytes: Buffer[] } | null = null
  for (const match of value.matchAll(pattern)) {
    const between = value.slice(end, match.index)
    const charset = (match[1] as string).toLowerCase()
    const bytes =
      (match[2] as string).toLowerCase() === 'b' ? Buffer.from(match[3] as string, 'base64') : fromQ(match[3] as string)
    if (pending && (between.trim() !== '' || pending.charset !== charset)) {
      decoded += decodeBytes(Buffer.concat(pending.bytes), pending.charset)
      pending = null
    }
    if (between.trim() !== '' || end === 0) decoded += between
    if (pending) pending.bytes.push(bytes)
    else pending = { charset, bytes: [bytes] }
    end = match.index + match[0].length
  }
  if (pending) decoded += decodeBytes(Buffer.concat(pending.bytes), pending.charset)
  return decoded + value.slice(end)
}

const decoders = new Map<string, TextDecoder>()

/** Bytes as text; an unknown charset is read as UTF-8, else as windows-1252: something readable beats an error. */
export function decodeBytes(bytes: Uint8Array, charset: string): string {
  let decoder = decoders.get(charset)
  if (!decoder) {
    decoder = makeDecoder(charset)
    // Only as many charsets as there are: the label comes from the message.
    if (decoders.size < 100) decoders.set(charset, decoder)
  }
  return decoder.decode(bytes)
}

/** Raw 8-bit header bytes, given as latin1: UTF-8 where that fits (RFC 6532), else windows-1252. */
export function decodeRaw(latin1: string): string {
  // oxlint-disable-next-line no-control-regex -- everything outside ASCII is the question
  if (!/[^\x00-\x7f]/.test(latin1)) return latin1
  const bytes = Buffer.from(latin1, 'latin1')
  const text = bytes.toString('utf8')
  return text.includes('\ufffd') ? decodeBytes(bytes, 'windows-1252') : text
}

function makeDecoder(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder('utf-8')
  }
}

function fromQ(text: string): Buffer {
  const plain = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(plain, 'latin1')
}
