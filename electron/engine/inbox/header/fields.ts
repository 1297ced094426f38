import type { HeaderField, ReadingFinding } from '../../../../shared/model/message.ts'
import { decodeRaw, decodeWords } from './encodedWords.ts'
import { headerSection, unfold } from './section.ts'

const mostFields = 1_000
const longestValue = 64 * 1024

const field = /^([!-9;-~]+)[ \t]*:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/gm

/** Every header field in order, unfolded and decoded; what was left out is told in `findings`. */
export function readHeaders(bytes: Buffer, findings: ReadingFinding[]): HeaderField[] {
  const { latin1, unfinished } = headerSection(bytes)
  const headers: HeaderField[] = []
  let cut = false
  for (const [, name, raw] of latin1.matchAll(field)) {
    if (headers.length === mostFields) {
      findings.push({
        id: 'tooManyHeaders',
        text: `There are more than ${mostFields} header fields; the first are shown.`,
      })
      break
    }
    const value = raw as string
    cut ||= value.length > longestValue
    headers.push({ name: name as string, value: decodeWords(decodeRaw(unfold(value.slice(0, longestValue)))) })
  }
  if (cut) findings.push({ id: 'headerCut', text: 'A header field is longer than 64 KB; its beginning is shown.' })
  if (unfinished) {
    findings.push({
      id: 'headerUnfinished',
      text: 'No blank line ends the header section, or none within its first 256 KB.',
    })
  }
  return headers
}
