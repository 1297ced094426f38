import type { Mailbox } from '../../../../shared/model/address.ts'
import { decodeWords } from './encodedWords.ts'

/**
 * Reads an address list (RFC 5322 3.4) as it comes in real mail: quoted names, comments, groups, missing brackets.
 * One pass over the characters; what cannot be read is skipped, never an error. `most` bounds hostile lists.
 */
export function parseAddresses(value: string, most = 1_000): Mailbox[] {
  const mailboxes: Mailbox[] = []
  let phrase = ''
  let angle: string | null = null
  let comment = ''

  const take = () => {
    const mailbox = mailboxOf(phrase, angle, comment)
    if (mailbox) mailboxes.push(mailbox)
    phrase = ''
    angle = null
    comment = ''
  }

  let index = 0
  while (index < value.length && mailboxes.length < most) {
    const char = value[index] as string
    if (char === '"') {
      const end = endOfQuoted(value, index)
      const quoted = value.slice(index + 1, end)
      // A quoted local part keeps its quotes: they are part of the address.
      phrase += value[end + 1] === '@' ? `"${quoted}"` : unquote(quoted)
      index = end + 1
    } else if (char === '(') {
      const end = endOfComment(value, index)
      comment = value.slice(index + 1, end - 1)
      index = end
    } else if (char === '<') {
      const end = value.indexOf('>', index)
      const stop = end < 0 ? value.length : end
      angle = value.slice(index + 1, stop)
      index = stop + 1
    } else if (char === ',' || char === ';') {
      take()
      index += 1
    } else if (char === ':' && angle === null && !phrase.includes('@')) {
      // The name of a group: its members follow, it ends with ';'.
      phrase = ''
      comment = ''
      index += 1
    } else {
      phrase += char
      index += 1
    }
  }
  if (mailboxes.length < most) take()
  return mailboxes
}

function mailboxOf(phrase: string, angle: string | null, comment: string): Mailbox | null {
  const words = decodeWords(phrase.trim()).replace(/\s+/g, ' ')
  if (angle !== null) {
    // RFC 5321 source routes: <@relay.test:user@host.test>
    const address = angle.trim().replace(/^@[^:]*:/, '')
    return address || words ? { name: words, address } : null
  }
  if (!words) return null
  return { name: decodeWords(comment.trim()), address: words }
}

/** Index of the closing quote, or the end. */
function endOfQuoted(value: string, start: number): number {
  for (let index = start + 1; index < value.length; index += 1) {
    if (value[index] === '\\') index += 1
    else if (value[index] === '"') return index
  }
  return value.length
}

/** Index after the closing parenthesis, or the end. Comments nest. */
function endOfComment(value: string, start: number): number {
  let depth = 0
  for (let index = start; index < value.length; index += 1) {
    if (value[index] === '\\') index += 1
    else if (value[index] === '(') depth += 1
    else if (value[index] === ')' && --depth === 0) return index + 1
  }
  return value.length
}

function unquote(text: string): string {
  return text.replace(/\\(.)/g, '$1')
}
