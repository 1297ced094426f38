import { z } from 'zod'
import { plainText } from '../text.ts'

export const DomainQuestion = z.object({
  /** The domain of the sender, or an address of it. */
  domain: z.string().min(1).max(500),
  /** DKIM selectors: they cannot be listed, only asked for. */
  selectors: z.array(plainText(120).min(1)).max(20).default([]),
  dnsServer: plainText(64).nullable().default(null),
  /** Fetch the MTA-STS policy over HTTPS. */
  fetchPolicy: z.boolean().default(true),
})
export type DomainQuestion = z.output<typeof DomainQuestion>

/** One kind of record. Published, never "validated": no DNSSEC is checked here. */
export const DomainRecord = z.object({
  what: z.enum(['MX', 'SPF', 'DKIM', 'DMARC', 'MTA-STS', 'TLS-RPT', 'TLSA', 'submission']),
  /** `invalid`: published, and breaks its own rules. */
  state: z.enum(['published', 'invalid', 'notPublished', 'couldNotCheck']),
  /** The DNS name that was asked for. */
  name: z.string(),
  /** As published, hostile text shown safely. */
  raw: z.array(z.string()),
  /** Its parts, and what each says in plain words. */
  parts: z.array(z.object({ part: z.string(), means: z.string() })),
  /** What is wrong with it, a sentence each. */
  problems: z.array(z.string()),
  /** One sentence: what it means for mail of this domain. */
  summary: z.string(),
  /** What to do; empty when nothing is. */
  todo: z.string(),
  milliseconds: z.number(),
})
export type DomainRecord = z.infer<typeof DomainRecord>

export const DomainReport = z.object({
  schema: z.literal('sandpost-domain-1'),
  /** As cleaned. */
  domain: z.string(),
  at: z.iso.datetime(),
  records: z.array(DomainRecord),
  /** One sentence. */
  summary: z.string(),
  milliseconds: z.number(),
})
export type DomainReport = z.infer<typeof DomainReport>
