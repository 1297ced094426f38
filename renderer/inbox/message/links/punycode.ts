// Decoding of internationalised host names (RFC 3492), so that a link can show what a browser's address bar may show.
const base = 36
const tMin = 1
const tMax = 26

/** `xn--80ak6aa92e.com` -> `аррӏе.com`. A label that cannot be decoded stays as it is. */
export function toUnicodeHost(host: string): string {
  return host
    .split('.')
    .map((label) => (/^xn--/i.test(label) ? (decodeLabel(label.slice(4)) ?? label) : label))
    .join('.')
}

function decodeLabel(encoded: string): string | null {
  const lastDash = encoded.lastIndexOf('-')
  const output = Array.from(encoded.slice(0, Math.max(0, lastDash)), (letter) => letter.codePointAt(0) ?? 0)
  let codePoint = 128
  let position = 0
  let bias = 72
  for (let at = lastDash > 0 ? lastDash + 1 : 0; at < encoded.length;) {
    const before = position
    let weight = 1
    for (let k = base; ; k += base) {
      const digit = digitOf(encoded.charCodeAt(at++))
      if (digit === null) return null
      position += digit * weight
      const threshold = Math.min(tMax, Math.max(tMin, k - bias))
      if (digit < threshold) break
      weight *= base - threshold
    }
    const length = output.length + 1
    bias = adapt(position - before, length, before === 0)
    codePoint += Math.floor(position / length)
    position %= length
    if (codePoint > 0x10_ff_ff) return null
    output.splice(position++, 0, codePoint)
  }
  return String.fromCodePoint(...output)
}

function adapt(delta: number, length: number, first: boolean): number {
  let rest = first ? Math.floor(delta / 700) : delta >> 1
  rest += Math.floor(rest / length)
  let k = 0
  for (; rest > 455; k += base) rest = Math.floor(rest / (base - tMin))
  return k + Math.floor((36 * rest) / (rest + 38))
}

function digitOf(code: number): number | null {
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26
  if (code >= 0x41 && code <= 0x5a) return code - 0x41
  if (code >= 0x61 && code <= 0x7a) return code - 0x61
  return null
}
