import { z } from 'zod'
import { Report } from '../../../../shared/model/diagnosis/report.ts'
import type { ReportFile } from '../types.ts'
import { toHtml } from './html.ts'
import { toMarkdown } from './markdown.ts'
import { forSharing } from './share.ts'
import { toText } from './text.ts'

export type ReportFormat = 'md' | 'json' | 'html' | 'pdf' | 'txt'

/** A report as JSON, for programs: the shape of docs/diagnosis.schema.json. */
export function toJson(report: Report): string {
  return `${jsonText(report, 2)}\n`
}

/** Clocks give more digits than they know: milliseconds end at the third. */
export function jsonText(value: unknown, indent?: number): string {
  const rounded = (_key: string, one: unknown) =>
    typeof one === 'number' && !Number.isInteger(one) ? Math.round(one * 1_000) / 1_000 : one
  return JSON.stringify(value, rounded, indent)
}

/** What `toJson` writes, as JSON Schema (draft 2020-12). */
export function reportSchema(): object {
  return { title: 'A diagnosis by Sandpost', ...z.toJSONSchema(Report, { io: 'output' }) }
}

/** A report as PDF. The library is big, and loaded when the first one is asked for. */
export async function toPdf(report: Report): Promise<Uint8Array> {
  return (await import('./pdf.ts')).toPdf(report)
}

/** A report to be saved. `share`: without what names machines and people. */
export async function reportFile(report: Report, format: ReportFormat, share = false): Promise<ReportFile> {
  const shown = share ? forSharing(report) : report
  const content = await written(shown, format)
  return {
    name: `${nameOf(shown)}.${format}`,
    type: types[format],
    bytes: typeof content === 'string' ? Buffer.from(content) : content,
  }
}

const types: Readonly<Record<ReportFormat, string>> = {
  md: 'text/markdown; charset=utf-8',
  json: 'application/json',
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  txt: 'text/plain; charset=utf-8',
}

function written(report: Report, format: ReportFormat): string | Promise<Uint8Array> {
  if (format === 'pdf') return toPdf(report)
  if (format === 'html') return toHtml(report)
  if (format === 'json') return toJson(report)
  return format === 'md' ? toMarkdown(report) : toText(report, { verbose: true, width: 100 })
}

/** `diagnosis-mail.example.com-2026-11-21`: ASCII, safe as the name of a file everywhere. */
function nameOf({ observations, startedAt }: Report): string {
  const host = observations.host
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80)
  return ['diagnosis', host, startedAt.slice(0, 10)].filter((part) => part !== '').join('-')
}
