import type { HeaderField, MessagePart, ReadingFinding } from '../../../../shared/model/message.ts'
import type { MessageFile, Reading } from '../types.ts'
import { readHeaders } from '../header/fields.ts'
import { findCodes } from './codes.ts'
import { htmlToText } from './htmlText.ts'
import { findLinks } from './links.ts'
import { deepestNesting, readMime, type Leaf } from './mime.ts'

/** How much of a message is taken apart. What lies beyond ends in a finding; the bytes themselves are always whole. */
const limits = { parts: 1_000, text: 4 * 1024 * 1024 }

/** A message taken apart, kept while it is looked at. */
export interface ReadMessage {
  readonly reading: Reading
  readonly leaves: ReadonlyMap<string, Leaf>
}

/** Reads a message in full. Never rejects: whatever is wrong with it stands in `findings`. */
export async function readMessage(bytes: Buffer): Promise<ReadMessage> {
  const findings: ReadingFinding[] = []
  const headers: HeaderField[] = readHeaders(bytes, findings)
  const tree = await readMime(bytes)
  if (tree.broken !== null) findings.push(brokenTree(tree.broken))
  if (tree.leaves.length > limits.parts) {
    findings.push({
      id: 'tooManyParts',
      text: `The message has ${tree.leaves.length} parts; the first ${limits.parts} are shown.`,
    })
  }
  const leaves = tree.leaves.slice(0, limits.parts)
  const text = bodyOf(leaves, 'text/plain', findings)
  const html = bodyOf(leaves, 'text/html', findings)
  const words = [text ?? '', html === null ? '' : htmlToText(html)].join('\n')
  return {
    reading: {
      headers,
      text,
      html,
      parts: leaves.map(partOf),
      links: findLinks(text, html),
      codes: findCodes(words),
      findings,
    },
    leaves: new Map(leaves.map((leaf) => [leaf.id, leaf])),
  }
}

/** Parts that a person would call attachments: not the body, not pictures inside it. */
export function countAttachments(leaves: Iterable<Leaf>): number {
  let count = 0
  for (const leaf of leaves)
    if (leaf.disposition === 'attachment' || (!isBody(leaf) && leaf.contentId === null)) count += 1
  return count
}

/** A part as a file, under the type it has itself. */
export function fileOf(leaf: Leaf): MessageFile {
  return { bytes: leaf.content, name: leaf.filename ?? `part ${leaf.id}`, type: leaf.contentType }
}

function isBody(leaf: Leaf): boolean {
  return leaf.disposition !== 'attachment' && (leaf.contentType === 'text/plain' || leaf.contentType === 'text/html')
}

function bodyOf(leaves: readonly Leaf[], type: string, findings: ReadingFinding[]): string | null {
  const bodies = leaves.filter((leaf) => leaf.contentType === type && isBody(leaf))
  if (bodies.length === 0) return null
  let body = ''
  for (const leaf of bodies) {
    if (body.length > limits.text) break
    body += (body === '' ? '' : '\n') + leaf.text()
  }
  if (body.length <= limits.text) return body
  findings.push({ id: 'bodyCut', text: `The ${type} body is very long; the first 4 million characters are shown.` })
  return body.slice(0, limits.text)
}

function partOf(leaf: Leaf): MessagePart {
  const { id, contentType, filename, disposition, contentId, content } = leaf
  return { id, contentType, filename, disposition, contentId, size: content.length }
}

function brokenTree(reason: string): ReadingFinding {
  if (/nesting/i.test(reason)) {
    return {
      id: 'tooDeep',
      text: `Parts are nested more than ${deepestNesting} levels deep; deeper ones were not read.`,
    }
  }
  if (/header size/i.test(reason)) {
    return { id: 'headersTooLarge', text: 'The header fields take more than 2 MB; what follows was not read.' }
  }
  return { id: 'unreadable', text: `The message could not be read to its end: ${reason}` }
}
