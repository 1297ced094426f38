import { randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const prefix = 'spk_'
/** 32 characters of 62: 190 bits. */
const bodyLength = 32
const checksumLength = 6
const keyLength = prefix.length + bodyLength + checksumLength
/** 28 characters of 62: 166 bits. */
const passwordLength = 28

/** A new API key: `spk_`, 32 random characters, and a checksum that tells a mistyped key from a revoked one. */
export function makeApiKey(): string {
  const body = random(bodyLength)
  return `${prefix}${body}${checksum(body)}`
}

/** A new password: letters and digits alone, so that no shell, .env file or URL needs to quote it. */
export function makePassword(): string {
  return random(passwordLength)
}

/** `billing-app-x7k2m9`: what it is for, and enough at random to be alone. */
export function makeUsername(name: string): string {
  const word = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24)
    .replace(/-+$/, '')
  return `${word === '' ? 'app' : word}-${random(6).toLowerCase()}`
}

/** What an API key looks like, as far as can be told without looking it up. */
export function inspectKey(text: string): 'wellFormed' | 'truncated' | 'mistyped' | 'notAKey' {
  if (!text.startsWith(prefix)) return 'notAKey'
  if (!/^spk_[0-9A-Za-z]*$/.test(text)) return 'mistyped'
  if (text.length < keyLength) return 'truncated'
  const body = text.slice(prefix.length, -checksumLength)
  return text.length === keyLength && checksum(body) === text.slice(-checksumLength) ? 'wellFormed' : 'mistyped'
}

function random(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
}

/** CRC-32 in base 62. It finds slips, and is no protection. */
function checksum(body: string): string {
  let rest = crc32(body)
  let text = ''
  for (let n = 0; n < checksumLength; n += 1) {
    text = `${letters[rest % letters.length]}${text}`
    rest = Math.floor(rest / letters.length)
  }
  return text
}
