import type { DomainQuestion, DomainReport } from '../../../shared/model/diagnosis/domain.ts'
import type { DiagnosisQuestion, DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import type { Comparison, Report, ReportSummary, Watch } from '../../../shared/model/diagnosis/report.ts'

/** The room cannot do this. `code` is the contract's; the message is for people. */
export class DiagnosticsError extends Error {
  readonly code: 'NOT_FOUND' | 'CONFLICT' | 'BAD_REQUEST' | 'TOO_MANY'

  constructor(code: DiagnosticsError['code'], message: string) {
    super(message)
    this.code = code
  }
}

export interface ReportFile {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** What the rest of the house may ask of diagnostics. Where an id is taken: NOT_FOUND when there is none. */
export interface Diagnostics {
  /** Begins, keeps what is seen, and resolves with the whole report; `signal` stops it. TOO_MANY when enough run already. */
  run(request: DiagnosisRequest, signal?: AbortSignal): Promise<Report>
  /** Begins, and answers with the id to follow. */
  start(request: DiagnosisRequest): Promise<number>
  get(id: number): Report
  /** The report as it grows; ends with the whole one. */
  follow(id: number, signal: AbortSignal | undefined): AsyncGenerator<Report, void>
  /** Resolves with what was seen; of one that has ended, with its report. */
  cancel(id: number): Promise<Report>
  list(query: { search: string; limit: number; cursor?: string | undefined }): {
    items: ReportSummary[]
    nextCursor: string | null
    total: number
  }
  remove(id: number): void
  compare(id: number, earlier: number | null): Promise<Comparison>
  file(id: number, format: 'md' | 'json' | 'html' | 'pdf' | 'txt', share: boolean): Promise<ReportFile>
  domain(question: DomainQuestion, signal?: AbortSignal): Promise<DomainReport>
  readonly watches: {
    list(): Watch[]
    create(question: DiagnosisQuestion, everyMinutes: number): Watch
    update(id: string, change: { everyMinutes?: number | undefined; paused?: boolean | undefined }): Watch
    remove(id: string): void
  }
  /** Stops what runs; resolves when all of it has ended and is kept. */
  close(): Promise<void>
}
