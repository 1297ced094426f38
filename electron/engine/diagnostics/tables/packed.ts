import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { TranscriptLine } from '../../../../shared/model/session.ts'
import type { Report } from '../../../../shared/model/diagnosis/report.ts'

/** Characters of JSON. A hostile server with many addresses comes beyond it, though each probe is bounded. */
const largest = 8_000_000
/** Of one endpoint, and of all of them together. */
const linesKept = { each: 100, all: 3_000 }

/** A report as it is stored: JSON, deflated. Of one that is too large the transcripts are cut, and certificates keep their facts alone. */
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
  const most = Math.min(linesKept.each, Math.floor(linesKept.all / observations.endpoints.length))
  const endpoints = observations.endpoints.map((endpoint) => {
    const { chain, transcript } = endpoint
    return {
      ...endpoint,
      chain: chain && { ...chain, served: chain.served.map((one) => ({ ...one, pem: '' })) },
      transcript: cut(transcript, most),
    }
  })
  return { ...report, observations: { ...observations, endpoints } }
}

function cut(transcript: readonly TranscriptLine[], most: number): TranscriptLine[] {
  if (transcript.length <= most) return [...transcript]
  const at = transcript[most]?.at ?? 0
  const text = `${transcript.length - most} lines more were not kept`
  return [...transcript.slice(0, most), { at, from: 'note', text, encrypted: false }]
}
