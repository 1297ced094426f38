import type { Report } from '../../../../shared/model/diagnosis/report.ts'
import { answer, findings, settings } from './contentAnswer.ts'
import { briefFindings, briefPorts, briefSettings } from './contentBrief.ts'
import { certificates, clients, deep, dialogue, name, versions } from './contentEvidence.ts'
import { asked, commands, matrix, timings, transcripts } from './contentRun.ts'
import { escapeControls } from '../../escapeControls.ts'
import type { Tone } from './words.ts'

export interface TableCell {
  readonly text: string
  readonly tone?: Tone
}

/**
 * A piece of a report. Every format writes the same pieces, so that none of them says less than another.
 * Texts are plain: without control characters, but otherwise as the server wrote them. Escaping is the format's.
 */
export type Block =
  | { readonly is: 'heading'; readonly text: string }
  | { readonly is: 'text'; readonly text: string; readonly tone?: Tone }
  /** Labels with their values. */
  | { readonly is: 'facts'; readonly rows: readonly (readonly [string, string])[] }
  | { readonly is: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly TableCell[])[] }
  | {
      readonly is: 'finding'
      readonly tag: string
      readonly tone: Tone
      readonly title: string
      readonly rows: readonly (readonly [string, string])[]
      readonly evidence: readonly string[]
    }
  /** As it came over the wire: a line each. */
  | { readonly is: 'lines'; readonly title: string; readonly lines: readonly string[] }

export interface Content {
  readonly title: string
  readonly blocks: readonly Block[]
}

/** A report in the order in which people want it: the answer, what works, why, and then the evidence. */
export function contentOf(report: Report): Content {
  const { title, blocks } = answer(report)
  return {
    title: escapeControls(title),
    blocks: [
      ...blocks,
      ...settings(report),
      ...findings(report),
      ...matrix(report),
      ...name(report),
      ...versions(report),
      ...certificates(report),
      ...dialogue(report),
      ...deep(report),
      ...clients(report),
      ...timings(report),
      ...commands(report),
      ...asked(report),
      ...transcripts(report),
    ].map(plainBlock),
  }
}

/** What fits a screen: the answer, settings, findings, a line for each port. */
export function briefOf(report: Report): Content {
  const { title, blocks } = answer(report)
  const all = [...blocks, ...briefSettings(report), ...briefFindings(report), ...briefPorts(report)]
  return { title: escapeControls(title), blocks: all.map(plainBlock) }
}

/** Here, for all of them: one text that was forgotten would steer a terminal. */
function plainBlock(block: Block): Block {
  switch (block.is) {
    case 'heading':
    case 'text':
      return { ...block, text: escapeControls(block.text) }
    case 'facts':
      return { ...block, rows: plainRows(block.rows) }
    case 'table':
      return {
        ...block,
        head: block.head.map(escapeControls),
        rows: block.rows.map((row) => row.map((cell) => ({ ...cell, text: escapeControls(cell.text) }))),
      }
    case 'finding':
      return {
        ...block,
        title: escapeControls(block.title),
        rows: plainRows(block.rows),
        evidence: block.evidence.map(escapeControls),
      }
    default:
      return { ...block, title: escapeControls(block.title), lines: block.lines.map(escapeControls) }
  }
}

function plainRows(rows: readonly (readonly [string, string])[]): [string, string][] {
  return rows.map(([label, value]) => [escapeControls(label), escapeControls(value)])
}
