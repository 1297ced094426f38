import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Report } from '../../../../shared/model/diagnosis/report.ts'

/** Bytes of JSON. Probes are bounded and stay far below; this is for the day when one of them is not. */
const largest = 8_000_000
const linesKept = 100

/** A report as it is stored: JSON, deflated. Of one that is too large the transcripts are cut. */
export function pack(report: Report): Uint8Array {
  let json = JSON.stringify(report)
  if (json.length > largest) json = JSON.stringify(shortened(report))
  if (json.length > largest) throw new RangeError(`The report is too large to be kept: ${json.length} characters.`)
  return deflateRawSync(json)
}

export function unpack(bytes: Uint8Array): Report {
  // Four bytes for a character at the most.
  return JSON.parse(inflateRawSync(bytes, { maxOutputLength: largest * 4 }).toString('utf8')) as Report
}

function shortened(report: Report): Report {
  const { observations } = report
  const endpoints = observations.endpoints.map((endpoint) => {
    const { transcript } = endpoint
    if (transcript.length <= linesKept) return endpoint
    const at = transcript[linesKept]?.at ?? 0
    const note = `${transcript.length - linesKept} lines more were not kept`
    return {
      ...endpoint,
      transcript: [...transcript.slice(0, linesKept), { at, from: 'note' as const, text: note, encrypted: false }],
    }
  })
  return { ...report, observations: { ...observations, endpoints } }
}
