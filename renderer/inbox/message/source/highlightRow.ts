import type { RowKind } from './sourceIndex.ts'

export type TokenKind = 'plain' | 'name' | 'encoded' | 'boundary'

export interface Token {
  /** Position in the row. */
  readonly at: number
  readonly text: string
  readonly kind: TokenKind
}

// RFC 2047: =?charset?encoding?text?=
const encodedWord = /=\?[^?\s]+\?[bq]\?[^?\s]*\?=/gi

/** Cuts a row into what is coloured differently: the name of a header field, encoded words, boundaries. */
export function highlightRow(text: string, kind: RowKind): Token[] {
  if (kind === 'boundary') return [{ at: 0, text, kind: 'boundary' }]
  if (kind === 'body') return [{ at: 0, text, kind: 'plain' }]
  const colon = kind === 'header' ? text.indexOf(':') : -1
  const tokens: Token[] = colon > 0 ? [{ at: 0, text: text.slice(0, colon + 1), kind: 'name' }] : []
  let at = colon > 0 ? colon + 1 : 0
  encodedWord.lastIndex = at
  for (const match of text.matchAll(encodedWord)) {
    if (match.index < at) continue
    if (match.index > at) tokens.push({ at, text: text.slice(at, match.index), kind: 'plain' })
    tokens.push({ at: match.index, text: match[0], kind: 'encoded' })
    at = match.index + match[0].length
  }
  encodedWord.lastIndex = 0
  if (at < text.length) tokens.push({ at, text: text.slice(at), kind: 'plain' })
  return tokens
}
