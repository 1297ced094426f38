import { describe, expect, test } from 'vitest'
import { findInSource, mostMatches } from '../../../renderer/inbox/message/source/findInSource.ts'
import { highlightRow } from '../../../renderer/inbox/message/source/highlightRow.ts'
import {
  decodeSource,
  indexSource,
  rowAt,
  rowKinds,
  rowText,
  type SourceIndex,
} from '../../../renderer/inbox/message/source/sourceIndex.ts'

const message = [
  'Subject: hello',
  'Content-Type: multipart/mixed;',
  '\tboundary="b"',
  '',
  'preamble: not a header',
  '--b',
  'Content-Type: message/rfc822',
  '',
  'Subject: inside',
  '',
  '--bb',
  '--b--',
  '',
].join('\r\n')

function shown(index: SourceIndex): string[] {
  return Array.from({ length: index.rows }, (_, row) => `${rowKinds[index.kinds[row] ?? 0]} ${rowText(index, row)}`)
}

describe('the source is cut into rows', () => {
  test('headers, folded lines, boundaries and bodies are told apart', () => {
    expect(shown(indexSource(message))).toEqual([
      'header Subject: hello',
      'header Content-Type: multipart/mixed;',
      'folded \tboundary="b"',
      'body ',
      'body preamble: not a header',
      'boundary --b',
      'header Content-Type: message/rfc822',
      'body ',
      'header Subject: inside',
      'body ',
      'body --bb',
      'boundary --b--',
    ])
  })

  test('a line too long to be drawn becomes several rows with one number, and nothing is lost', () => {
    const text = `X: ${'y'.repeat(2_500)}\r\nZ: 1\r\n`
    const index = indexSource(text)
    expect([...index.lines.subarray(0, index.rows)]).toEqual([1, 1, 1, 2])
    expect(
      Array.from({ length: index.rows }, (_, row) => text.slice(index.starts[row], index.starts[row + 1])).join(''),
    ).toBe(text)
  })

  test('bare line feeds end lines, bare carriage returns do not', () => {
    expect(indexSource('a\nb\rc\r\nd').rows).toBe(3)
  })

  test('an empty source has no rows', () => {
    expect(indexSource('').rows).toBe(0)
  })

  test('rows beyond what a scroller reaches are cut, and it says so', () => {
    const index = indexSource('\n'.repeat(2_000_000))
    expect(index.cut).toBe(true)
    expect(index.rows).toBe(1_500_000)
  })

  test('a position is found again in its row', () => {
    const index = indexSource(message)
    expect(rowText(index, rowAt(index, message.indexOf('inside')))).toBe('Subject: inside')
    expect(rowAt(index, 0)).toBe(0)
    expect(rowAt(index, message.length)).toBe(index.rows - 1)
  })
})

describe('bytes become text', () => {
  test('UTF-8 is read as such, a byte order mark is kept', () => {
    expect(decodeSource(new TextEncoder().encode('\ufeffcafé'))).toBe('\ufeffcafé')
  })

  test('anything else is one character per byte', () => {
    expect(decodeSource(Uint8Array.of(0x63, 0x61, 0x66, 0xe9))).toBe('café')
  })
})

describe('search in the source', () => {
  test('upper and lower case are alike, and what is searched for is not a pattern', () => {
    expect(findInSource('a.B A.b axb', 'A.B')).toEqual([0, 4])
    expect(findInSource('((a)', '(')).toEqual([0, 1])
    expect(findInSource('x', '')).toEqual([])
  })

  test('it stops counting at some point', () => {
    expect(findInSource('a'.repeat(50_000), 'a')).toHaveLength(mostMatches)
  })
})

describe('a header row is coloured', () => {
  test('name, encoded words and the rest, in order', () => {
    const text = 'Subject: =?utf-8?Q?caf=C3=A9?= and =?x'
    const tokens = highlightRow(text, 'header')
    expect(tokens.map(({ kind }) => kind)).toEqual(['name', 'plain', 'encoded', 'plain'])
    expect(tokens.map((token) => token.text).join('')).toBe(text)
  })

  test('an encoded word in a body is only text', () => {
    expect(highlightRow('=?utf-8?Q?x?=', 'body')).toEqual([{ at: 0, text: '=?utf-8?Q?x?=', kind: 'plain' }])
  })
})
