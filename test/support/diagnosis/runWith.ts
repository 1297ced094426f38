import type { z } from 'zod'
import { DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import type { Report } from '../../../shared/model/diagnosis/report.ts'
import type { Patience } from '../../../electron/engine/diagnostics/patience.ts'
import { runDiagnosis, type DiagnosisTools } from '../../../electron/engine/diagnostics/run.ts'
import { sampleCertificate } from '../certificates.ts'

/** Short enough that a test of silence takes a moment, long enough for a busy machine. */
export const shortPatience: Patience = {
  dns: 700,
  connect: 700,
  greeting: 1_500,
  silence: 300,
  command: 1_000,
  tls: 1_000,
}

export interface RunOptions {
  readonly patience?: Partial<Patience>
  readonly now?: () => Date
  readonly signal?: AbortSignal
  readonly tools?: Partial<DiagnosisTools>
  readonly onProgress?: (report: Report) => void
}

/** A diagnosis as it is. Unless told otherwise: of this machine, on no other ports, trusting the root of our samples. */
export function runWith(question: z.input<typeof DiagnosisRequest>, options: RunOptions = {}): Promise<Report> {
  const request = DiagnosisRequest.parse({
    host: '127.0.0.1',
    elsewhere: [],
    ca: sampleCertificate('root').pem,
    ...question,
  })
  const tools: DiagnosisTools = {
    version: '0.0.0-test',
    provider: () => null,
    upstream: () => Promise.reject(new Error('There is no upstream here')),
    listeners: () => [],
    ca: () => null,
    patience: { ...shortPatience, ...options.patience },
    ...(options.now && { now: options.now }),
    ...options.tools,
  }
  return runDiagnosis(request, tools, {
    signal: options.signal ?? new AbortController().signal,
    ...(options.onProgress && { onProgress: options.onProgress }),
  })
}
