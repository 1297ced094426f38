import pdfmake from 'pdfmake'
import roboto from 'pdfmake/build/fonts/Roboto.js'
import type { Content as PdfContent, TableCell as PdfCell } from 'pdfmake/interfaces.js'
import type { Report } from '../../../../shared/model/diagnosis/report.ts'
import { contentOf, type Block } from './content.ts'
import { moment, type Tone } from './words.ts'

declare module 'pdfmake' {
  /** Files that exist in memory only; the published types leave it out. */
  export const virtualfs: { writeFileSync(name: string, content: Buffer): void }
}

const colours: Readonly<Record<Tone, string>> = {
  good: '#17693a',
  warning: '#8a5200',
  problem: '#b3201f',
  info: '#1f55a5',
  quiet: '#5a6375',
}
/** Laying out more than this takes seconds, and nobody reads it on paper. */
const mostLines = 400

// Decoded here: the library's own way makes Node warn of a deprecated constructor.
for (const [name, { data }] of Object.entries(roboto.vfs))
  pdfmake.virtualfs.writeFileSync(name, Buffer.from(data, 'base64'))
pdfmake.setFonts(roboto.fonts)
// The texts come from servers: nothing of theirs may make us read a file or ask a server.
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy(() => false)

/** A report as PDF, A4. Its font has Latin, Greek and Cyrillic; other characters are shown by their number. */
export async function toPdf(report: Report): Promise<Uint8Array> {
  const { title, blocks } = contentOf(report)
  return pdfmake
    .createPdf({
      info: { title: printable(title), creator: `Sandpost ${printable(report.version)}` },
      pageSize: 'A4',
      pageMargins: [42, 42, 42, 48],
      defaultStyle: { fontSize: 9, lineHeight: 1.15, color: '#1d2330' },
      content: [{ text: printable(title), fontSize: 16, bold: true, margin: [0, 0, 0, 8] }, ...blocks.map(pdf)],
      // No heading at the foot of a page.
      pageBreakBefore: ({ headlineLevel, startPosition }) => headlineLevel === 1 && startPosition.verticalRatio > 0.92,
      footer: (page, pages) => ({
        text: `Sandpost, ${moment(report.startedAt)}, page ${page} of ${pages}`,
        fontSize: 7,
        color: colours.quiet,
        margin: [42, 16, 42, 0],
      }),
    })
    .getBuffer()
}

function pdf(block: Block, index: number): PdfContent {
  switch (block.is) {
    case 'heading':
      return { text: printable(block.text), fontSize: 12, bold: true, margin: [0, 14, 0, 4], headlineLevel: 1 }
    case 'text':
      return {
        text: printable(block.text),
        fontSize: index === 0 ? 13 : 10,
        margin: [0, 0, 0, 3],
        ...(block.tone && { color: colours[block.tone], bold: true }),
      }
    case 'facts':
      return facts(block.rows)
    case 'table':
      return table(block)
    case 'finding':
      return {
        stack: [
          {
            text: [{ text: `${printable(block.tag)}: `, color: colours[block.tone] }, printable(block.title)],
            bold: true,
            fontSize: 10,
            margin: [0, 0, 0, 2],
          },
          facts(block.rows),
          ...lines(block.evidence),
        ],
        margin: [0, 4, 0, 4],
      }
    default:
      return { stack: [{ text: printable(block.title), bold: true }, ...lines(block.lines)], margin: [0, 2, 0, 6] }
  }
}

function table({ head, rows }: Extract<Block, { is: 'table' }>): PdfContent {
  const wide = head.length > 5
  const text = (words: string) => printable(words, wide ? 20 : 40)
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: head.map((_, column) => (wide ? (column === 0 ? 92 : '*') : 'auto')),
      body: [
        head.map((title): PdfCell => ({ text: printable(title), bold: true, fillColor: '#f0f2f6' })),
        ...rows.map((row) =>
          row.map((cell): PdfCell => ({ text: text(cell.text), ...(cell.tone && { color: colours[cell.tone] }) })),
        ),
      ],
    },
    layout: {
      hLineColor: '#c9ced8',
      vLineColor: '#c9ced8',
      hLineWidth: () => 0.5,
      vLineWidth: () => 0.5,
      paddingLeft: () => (wide ? 2 : 4),
      paddingRight: () => (wide ? 2 : 4),
    },
    fontSize: wide ? 6 : 8,
    margin: [0, 2, 0, 8],
  }
}

function facts(rows: readonly (readonly [string, string])[]): PdfContent {
  if (rows.length === 0) return ''
  return {
    table: {
      widths: [110, '*'],
      body: rows.map(([label, value]): PdfCell[] => [
        { text: printable(label), color: colours.quiet },
        printable(value),
      ]),
    },
    layout: {
      hLineWidth: () => 0,
      vLineWidth: () => 0,
      paddingLeft: () => 0,
      paddingTop: () => 0.5,
      paddingBottom: () => 0.5,
    },
    margin: [0, 0, 0, 5],
  }
}

function lines(texts: readonly string[]): PdfContent[] {
  const shown = texts.slice(0, mostLines)
  const rest = texts.length - shown.length
  const all = rest === 0 ? shown : [...shown, `… and ${rest} lines more`]
  return all.map((text) => ({
    text: printable(text),
    fontSize: 7.5,
    preserveLeadingSpaces: true,
    margin: [6, 0, 0, 0],
  }))
}

// All but what both weights of the embedded font have.
const notInFont =
  /[^\u0020-\u007e\u00a0-\u017f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u0486\u0488-\u0513\u1ea0-\u1ef9\u2013-\u2015\u2017-\u201e\u2020-\u2022\u2025-\u2027\u2030\u2032\u2033\u2039\u203a\u20ac\u2116\u2122\u2212\u2248\u2260\u2264\u2265\u25a0\u25cb\u25cf]/gu

/**
 * A character that the font lacks would be an empty box: its number tells more. Words longer than `longest` may be broken:
 * otherwise the page would end before they do.
 */
function printable(text: string, longest = 70): string {
  const words = text.replace(notInFont, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`)
  return words.replace(new RegExp(`\\S{${longest}}`, 'g'), '$&\u200b')
}
