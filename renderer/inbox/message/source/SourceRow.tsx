import { highlightRow, type Token } from './highlightRow.ts'
import { rowKinds, rowText, type SourceIndex } from './sourceIndex.ts'
import classes from './SourceTab.module.css'

interface SourceRowProps {
  readonly index: SourceIndex
  readonly row: number
  /** Length of the searched text; 0 for no search. */
  readonly queryLength: number
  /** Matches in the whole text, in order. */
  readonly matches: readonly number[]
  readonly currentMatch: number
}

/** One line of the source, with its number, its colours and what was searched for. */
export function SourceRow({ index, row, queryLength, matches, currentMatch }: SourceRowProps) {
  const start = index.starts[row] ?? 0
  const end = index.starts[row + 1] ?? start
  const line = index.lines[row] ?? 0
  const kind = rowKinds[index.kinds[row] ?? 0] ?? 'body'
  const inside = queryLength === 0 ? [] : matchesBetween(matches, start, end, queryLength)
  return (
    <div className={classes.row}>
      <span className={classes.number} aria-hidden>
        {row > 0 && index.lines[row - 1] === line ? '' : line}
      </span>
      <span className={classes.line}>
        {highlightRow(rowText(index, row), kind).map((token) => (
          <span key={token.at} className={classes[token.kind]}>
            {marked(token, start, inside, queryLength, currentMatch)}
          </span>
        ))}
      </span>
    </div>
  )
}

function marked(token: Token, rowStart: number, matches: readonly number[], length: number, current: number) {
  const from = rowStart + token.at
  const to = from + token.text.length
  const pieces = []
  let at = from
  for (const match of matches) {
    const start = Math.max(match, from)
    const end = Math.min(match + length, to)
    if (start >= end || start < at) continue
    if (start > at) pieces.push(token.text.slice(at - from, start - from))
    pieces.push(
      <mark key={start} data-current={match === current || undefined}>
        {token.text.slice(start - from, end - from)}
      </mark>,
    )
    at = end
  }
  if (at < to) pieces.push(token.text.slice(at - from))
  return pieces
}

function matchesBetween(matches: readonly number[], start: number, end: number, length: number): number[] {
  let low = 0
  let high = matches.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((matches[middle] ?? 0) + length <= start) low = middle + 1
    else high = middle
  }
  const found: number[] = []
  for (let at = low; at < matches.length && (matches[at] ?? 0) < end; at += 1) found.push(matches[at] ?? 0)
  return found
}
