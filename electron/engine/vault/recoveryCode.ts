import { createHash, randomBytes } from 'node:crypto'

/** Crockford's base 32: no I, L, O, U, so that a handwritten code can be read back. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 160 bits in eight groups of four. */
export function makeRecoveryCode(): string {
  const bits = [...randomBytes(20)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const characters = (bits.match(/.{5}/g) ?? []).map((five) => letters[Number.parseInt(five, 2)])
  return (characters.join('').match(/.{4}/g) ?? []).join('-')
}

/** The key-encryption key of a code as typed: case, spaces and look-alikes do not matter. Null when it cannot be one. */
export function recoveryKey(typed: string): Buffer | null {
  const code = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  if (!/^[0-9A-HJKMNP-TV-Z]{32}$/.test(code)) return null
  // The code is random and long: a plain hash is enough.
  return createHash('sha256').update(`sandpost recovery code 1 ${code}`).digest()
}
