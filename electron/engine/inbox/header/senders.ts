import { decodeRaw } from './encodedWords.ts'
import { headerSection, unfold } from './section.ts'

const fromField = /^From[ \t]*:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/gim

/**
 * Every address that any From field names, for deciding who may send it. Stricter than what is read for showing: a mail
 * program may take the second field or the second address for the sender, and encoded words may decode to brackets and
 * comments that hide the real one, so they stay encoded. What could be read in two ways is an empty address, which lies
 * in no scope.
 */
export function senderAddresses(bytes: Buffer): string[] {
  const { latin1, unfinished } = headerSection(bytes)
  const senders = [...latin1.matchAll(fromField)].flatMap(([, raw]) => addressesOf(unfold(decodeRaw(raw as string))))
  // A From field may stand beyond what is looked at.
  return unfinished && latin1.length < bytes.length ? [...senders, ''] : senders
}

function addressesOf(value: string): string[] {
  const bare = withoutQuotedAndComments(value)
  if (bare === null) return ['']
  return bare
    .split(/[,;]/)
    .map((part) => part.replace(/^[^<>@:]*:/, '').trim()) // the name of a group (RFC 5322 3.4)
    .filter((part) => part !== '')
    .map((part) => /^[^<>@:]*<([^<>:]*)>$/.exec(part)?.[1] ?? part)
    .map((address) => address.replace(/\s*([@.])\s*/g, '$1').trim())
    .map((address) => (/^[^\s<>@:]+@[^\s<>@:]+$/.test(address) ? address : ''))
}

/** Quoted strings become one letter, comments a space; null when one of them does not end. */
function withoutQuotedAndComments(value: string): string | null {
  let bare = ''
  let depth = 0
  let quoted = false
  for (let index = 0; index < value.length; index += 1) {
    const char = value[index] as string
    if (char === '\\') {
      // Escapes within quotes and comments alone (RFC 5322 3.2.1).
      if (!quoted && depth === 0) return null
      index += 1
    } else if (char === '"' && depth === 0) {
      quoted = !quoted
      if (quoted) bare += 'q'
    } else if (quoted) continue
    else if (char === '(') depth += 1
    else if (char === ')' && depth > 0) {
      depth -= 1
      bare += ' '
    } else if (depth === 0) bare += char
  }
  return quoted || depth > 0 ? null : bare
}
