import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { DomainQuestion, DomainReport } from '../model/diagnosis/domain.ts'
import { DiagnosisQuestion, DiagnosisRequest } from '../model/diagnosis/question.ts'
import { Comparison, Report, ReportSummary, Watch } from '../model/diagnosis/report.ts'
import { base, messageId, wholeNumber } from './base.ts'

const diagnosing = base
  .errors({
    CONFLICT: { status: 409, message: 'This cannot be done as things stand.' },
    VAULT_LOCKED: { status: 423, message: 'The vault is locked. Unlock it first.' },
    TOO_MANY: { status: 429, message: 'Enough diagnoses run already. Wait for one of them, or cancel it.' },
  })
  .meta({ permission: 'diagnostics.run' })
const one = z.object({ id: messageId })
const tags = ['Diagnostics']

/** Why mail does not leave this machine. */
export const diagnostics = {
  /** Runs to its end and answers with the report. Ends when the caller hangs up. */
  run: diagnosing
    .route({ method: 'POST', path: '/diagnostics', summary: 'Diagnose a server', tags })
    .input(DiagnosisRequest)
    .output(Report),
  list: diagnosing
    .route({ method: 'GET', path: '/diagnostics', summary: 'Reports that are kept, newest first', tags })
    .input(
      z.object({
        /** Part of the host. */
        search: z.string().max(200).default(''),
        limit: wholeNumber(1, 500).default(100),
        cursor: z.string().max(64).optional(),
      }),
    )
    .output(z.object({ items: z.array(ReportSummary), nextCursor: z.string().nullable(), total: z.number().int() })),
  /** Answers at once; `follow` shows how it goes. */
  start: diagnosing
    .route({ method: 'POST', path: '/diagnostics/start', summary: 'Begin a diagnosis', tags })
    .input(DiagnosisRequest)
    .output(z.object({ id: z.number().int() })),
  get: diagnosing
    .route({ method: 'GET', path: '/diagnostics/{id}', summary: 'One report', tags })
    .input(one)
    .output(Report),
  /** The report as it grows, a few times a second; ends with the whole one. */
  follow: diagnosing
    .route({ method: 'GET', path: '/diagnostics/{id}/follow', summary: 'Follow a diagnosis', tags })
    .input(one)
    .output(eventIterator(Report)),
  /** Keeps what was seen so far. */
  cancel: diagnosing
    .route({ method: 'POST', path: '/diagnostics/{id}/cancel', summary: 'Stop it', tags })
    .input(one)
    .output(Report),
  remove: diagnosing
    .route({ method: 'DELETE', path: '/diagnostics/{id}', summary: 'Forget a report', tags })
    .input(one)
    .output(z.object({ deleted: z.literal(true) })),
  /** With an earlier one; left out: with the last one of the same question that worked. */
  compare: diagnosing
    .route({ method: 'GET', path: '/diagnostics/{id}/compare', summary: 'What changed', tags })
    .input(one.extend({ with: messageId.optional() }))
    .output(Comparison),
  /** `share`: without host names, addresses and user names. */
  file: diagnosing
    .route({ method: 'GET', path: '/diagnostics/{id}/file', summary: 'A report as a file', tags })
    .input(
      one.extend({
        format: z.enum(['md', 'json', 'html', 'pdf', 'txt']).default('md'),
        share: z.stringbool().or(z.boolean()).default(false),
      }),
    )
    .output(z.file()),
  /** What the domain of a sender publishes. Nothing is kept. */
  domain: diagnosing
    .route({ method: 'POST', path: '/diagnostics/domain', summary: 'Look at a sending domain', tags })
    .input(DomainQuestion)
    .output(DomainReport),
}

/** Diagnoses that are repeated. */
export const watches = {
  list: diagnosing
    .route({ method: 'GET', path: '/watches', summary: 'Diagnoses that are repeated', tags })
    .output(z.array(Watch)),
  create: diagnosing
    .route({ method: 'POST', path: '/watches', successStatus: 201, summary: 'Repeat a diagnosis', tags })
    .input(
      z.object({
        question: DiagnosisQuestion,
        /** Every so many minutes. */
        everyMinutes: wholeNumber(1, 1_440).default(15),
      }),
    )
    .output(Watch),
  update: diagnosing
    .route({ method: 'PATCH', path: '/watches/{id}', summary: 'Change or pause it', tags })
    .input(
      z.object({
        id: z.string().min(1).max(64),
        everyMinutes: wholeNumber(1, 1_440).optional(),
        paused: z.boolean().optional(),
      }),
    )
    .output(Watch),
  remove: diagnosing
    .route({ method: 'DELETE', path: '/watches/{id}', summary: 'End it', tags })
    .input(z.object({ id: z.string().min(1).max(64) }))
    .output(z.object({ deleted: z.literal(true) })),
}
