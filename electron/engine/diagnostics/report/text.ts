import type { Report } from '../../../../shared/model/diagnosis/report.ts'
import { briefOf, contentOf, type Block, type TableCell } from './content.ts'
import type { Tone } from './words.ts'

export interface TextOptions {
  /** ANSI colours. */
  readonly colour?: boolean
  /** Columns of the terminal. */
  readonly width?: number
  /** All of the evidence, not only what fits a screen. */
  readonly verbose?: boolean
}

const reset = '\u001b[0m'
const bold = '\u001b[1m'
const tones: Readonly<Record<Tone, string>> = {
  good: '\u001b[32m',
  warning: '\u001b[33m',
  problem: '\u001b[31m',
  info: '\u001b[36m',
  quiet: '\u001b[2m',
}

/** A report for a terminal. The only escapes in it are our own colours. */
export function toText(report: Report, { colour = false, width = 80, verbose = false }: TextOptions = {}): string {
  const { title, blocks } = verbose ? contentOf(report) : briefOf(report)
  const pen = new Pen(colour, Math.max(40, Math.min(width, 200)))
  const pieces = [pen.paint(title, bold), ...blocks.map((block) => pen.block(block))]
  return [...pieces, ...(verbose ? [] : ['-v shows all evidence'])].join('\n\n') + '\n'
}

/** Rows in columns, the last one broken to fit. Without room for it: a paragraph for each row instead. */
export function columns(
  head: readonly string[],
  rows: readonly (readonly TableCell[])[],
  options: { colour: boolean; width: number },
): string {
  return new Pen(options.colour, options.width).table(head, rows)
}

class Pen {
  readonly #colour: boolean
  readonly #width: number

  constructor(colour: boolean, width: number) {
    this.#colour = colour
    this.#width = width
  }

  paint(text: string, code: string | undefined): string {
    return this.#colour && code !== undefined && text !== '' ? `${code}${text}${reset}` : text
  }

  block(block: Block): string {
    switch (block.is) {
      case 'heading':
        return this.paint(block.text.toUpperCase(), bold)
      case 'text':
        return this.#paint(wrapped(block.text, this.#width), block.tone)
      case 'facts':
        return this.#facts(block.rows, '')
      case 'table':
        return this.table(block.head, block.rows)
      case 'finding':
        return [
          `${this.#paint(`${block.tag}:`, block.tone)} ${wrapped(block.title, this.#width - block.tag.length - 2)}`,
          ...(block.rows.length > 0 ? [this.#facts(block.rows, '  ')] : []),
          ...block.evidence.map((line) => this.#paint(`  | ${line}`, 'quiet')),
        ].join('\n')
      default:
        return [this.paint(block.title, bold), ...block.lines.map((line) => `  ${line}`)].join('\n')
    }
  }

  table(head: readonly string[], rows: readonly (readonly TableCell[])[]): string {
    const widths = head.map((title, column) =>
      Math.max(title.length, ...rows.map((row) => row[column]?.text.length ?? 0)),
    )
    const before = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0)
    const room = this.#width - before
    if ((widths.at(-1) ?? 0) > room && room < 30) return this.#stacked(head, rows)
    const line = (cells: readonly TableCell[]) => {
      const padded = cells
        .slice(0, -1)
        .map(({ text, tone }, column) => this.#paint(text, tone) + ' '.repeat((widths[column] ?? 0) - text.length + 2))
      const last = cells.at(-1)
      const lines = wrapped(last?.text ?? '', room).split('\n')
      return `${padded.join('')}${lines.map((text) => this.#paint(text, last?.tone)).join(`\n${' '.repeat(before)}`)}`.trimEnd()
    }
    return [this.paint(line(head.map((text) => ({ text }))), bold), ...rows.map(line)].join('\n')
  }

  #stacked(head: readonly string[], rows: readonly (readonly TableCell[])[]): string {
    return rows
      .map(([first, ...rest]) => {
        const facts = rest.flatMap(({ text, tone }, index): [string, string, Tone?][] =>
          text === '' ? [] : [[head[index + 1] ?? '', text, tone]],
        )
        return [this.paint(first?.text ?? '', bold), this.#facts(facts, '  ')].join('\n')
      })
      .join('\n')
  }

  #facts(rows: readonly (readonly [string, string, Tone?])[], indent: string): string {
    const label = Math.min(24, Math.max(0, ...rows.map(([text]) => text.length)))
    const room = Math.max(20, this.#width - indent.length - label - 2)
    return rows
      .map(([text, value, tone]) => {
        const lines = wrapped(value, room).split('\n')
        const first = text.length > label ? `${text}\n${' '.repeat(indent.length + label)}` : text.padEnd(label)
        const [one = '', ...more] = lines.map((line) => this.#paint(line, tone))
        return [`${indent}${first}  ${one}`, ...more.map((line) => ' '.repeat(indent.length + label + 2) + line)].join(
          '\n',
        )
      })
      .join('\n')
  }

  #paint(text: string, tone: Tone | undefined): string {
    return this.paint(text, tone && tones[tone])
  }
}

/** Broken at spaces; words longer than a line, as keys and addresses are, are left whole to be copied. */
export function wrapped(text: string, width: number): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join('\n')
}
