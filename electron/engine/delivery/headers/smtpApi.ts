import { z } from 'zod'
import type { ProviderHeader, SmtpApi } from '../../../../shared/model/delivery.ts'
import { valueOf, type RawField } from './fields.ts'
import { depthOf, substitutionsOf } from './substitutions.ts'

// Limits as SendGrid documents them ("Building an X-SMTPAPI header" and the pages it leads to).
const mostRecipients = 10_000
const longestSubstitutions = 10_000
const longestUniqueArgs = 10_000
const mostCategories = 10
const mostGroupsShown = 25
const furthestAheadMs = 72 * 3_600_000
/** Documented headers need four; a thousand would make gigabytes of indentation, or end the stack. */
const deepest = 50
const mostProblems = 10

// oxlint-disable-next-line no-control-regex
const ascii = z.string().regex(/^[\u0000-\u007f]*$/, 'has characters outside 7-bit ASCII')
const text = z.string()

/** The types of the known keys; unknown ones are told, not refused. */
const Header = z.looseObject({
  to: z.array(text).max(mostRecipients, `names more than ${mostRecipients} addresses`).optional(),
  sub: z.record(text, z.array(text)).optional(),
  section: z.record(text, text).optional(),
  category: z
    .preprocess(
      (one) => (typeof one === 'string' ? [one] : one),
      z.array(ascii).max(mostCategories, `has more than ${mostCategories} entries`),
    )
    .optional(),
  unique_args: z.record(text, text.or(z.number()).or(z.boolean())).optional(),
  // A negative one may be no date at all.
  send_at: z.number().int().min(0).optional(),
  send_each_at: z.array(z.number().int().min(0)).max(mostRecipients).optional(),
  batch_id: text.optional(),
  asm_group_id: z.number().int().optional(),
  asm_groups_to_display: z
    .array(z.number().int())
    .max(mostGroupsShown, `has more than ${mostGroupsShown} entries`)
    .optional(),
  ip_pool: text.optional(),
  filters: z.record(text, z.object({ settings: z.record(text, z.unknown()) })).optional(),
})

const known = new Set(Object.keys(Header.shape))
const filters = new Set([
  'clicktrack',
  'opentrack',
  'subscriptiontrack',
  'footer',
  'ganalytics',
  'templates',
  'template',
  'dkim',
  'bypass_list_management',
  'bcc',
  'spamcheck',
])

/** X-SMTPAPI as it was understood; null when the message has none. `valid` false: SendGrid drops the message. */
export interface SmtpApiFacts extends SmtpApi {
  readonly valid: boolean
  /** `send_each_at`: milliseconds, one per recipient of `to`. */
  readonly sendEachAt: readonly number[] | null
}

/** Reads the first X-SMTPAPI header (only that one counts) and holds it against the documented limits. */
export function readSmtpApi(fields: readonly RawField[], notes: ProviderHeader[], now: number): SmtpApiFacts | null {
  const value = valueOf(fields, 'X-SMTPAPI')
  if (value === null) return null
  const facts = understand(value, now)
  notes.push({
    provider: 'sendgrid',
    name: 'X-SMTPAPI',
    value: value.slice(0, 1_000),
    meaning: meaningOf(facts),
    problem: facts.problems.length > 0 ? facts.problems.join(' ') : null,
  })
  if (fields.filter(({ name }) => name.toLowerCase() === 'x-smtpapi').length > 1)
    notes.push({
      provider: 'sendgrid',
      name: 'X-SMTPAPI',
      value: '',
      meaning: 'There is more than one.',
      problem: 'Only the first X-SMTPAPI header counts.',
    })
  return facts
}

const nothing = { json: null, recipients: [], categories: [], uniqueArgs: {}, sendAt: null, sendEachAt: null }

function understand(value: string, now: number): SmtpApiFacts {
  if (depthOf(value) > deepest)
    return { ...nothing, valid: false, problems: [`It is nested more than ${deepest} levels deep.`] }
  let parsed: unknown
  try {
    parsed = JSON.parse(value)
  } catch (error) {
    return {
      ...nothing,
      valid: false,
      problems: [`It is not valid JSON: ${(error as Error).message}.${hintFor(value)}`],
    }
  }
  const json = JSON.stringify(parsed, null, 2)
  const header = Header.safeParse(parsed)
  if (!header.success) {
    const problems = header.error.issues
      .slice(0, mostProblems)
      .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}.` : `${message}.`))
    return { ...nothing, json, valid: false, problems }
  }
  const read = header.data
  const wrong = refusals(read, now)
  const problems = [...wrong.slice(0, mostProblems), ...remarks(read)]
  // Of a header that is dropped, tags and addresses need not go together: all of one for each of the other is too much.
  const substitutions = wrong.length === 0 ? substitutionsOf(read) : () => ({})
  return {
    json,
    valid: wrong.length === 0,
    problems,
    recipients: (read.to ?? []).map((address, index) => ({ address, substitutions: substitutions(index) })),
    categories: read.category ?? [],
    uniqueArgs: Object.fromEntries(Object.entries(read.unique_args ?? {}).map(([name, one]) => [name, String(one)])),
    sendAt: read.send_at === undefined || wrong.length > 0 ? null : new Date(read.send_at * 1_000).toISOString(),
    sendEachAt: read.send_each_at?.map((seconds) => seconds * 1_000) ?? null,
  }
}

/** What sending libraries make of JSON in a header. */
function hintFor(value: string): string {
  if (/^=\?[^?]+\?[bq]\?/i.test(value))
    return ' The client has encoded it (RFC 2047). With Nodemailer, give it as { prepared: true, value: … }.'
  // oxlint-disable-next-line no-control-regex -- everything outside ASCII is the question
  return /[^\u0000-\u007f]/.test(value) ? ' Characters outside ASCII must be written as \\uXXXX.' : ''
}

type Read = z.output<typeof Header>

/** What makes SendGrid drop the message. */
function refusals(read: Read, now: number): string[] {
  const wrong: string[] = []
  if (read.send_at !== undefined && read.send_each_at !== undefined)
    wrong.push('send_at and send_each_at stand together.')
  const latest = Math.max(read.send_at ?? 0, ...(read.send_each_at ?? []))
  if (latest * 1_000 > now + furthestAheadMs) wrong.push('It is to be sent more than 72 hours ahead.')
  if (read.send_each_at && read.send_each_at.length !== (read.to ?? []).length)
    wrong.push('send_each_at needs one time for each address in to.')
  for (const [tag, values] of Object.entries(read.sub ?? {})) {
    if (/\s/.test(tag)) wrong.push(`The tag “${tag}” in sub has a space in it.`)
    if (read.to && values.length !== read.to.length)
      wrong.push(`sub.${tag} has ${values.length} values for ${read.to.length} addresses in to.`)
  }
  if (JSON.stringify(read.unique_args ?? {}).length > longestUniqueArgs)
    wrong.push(`unique_args is longer than ${longestUniqueArgs} bytes.`)
  for (let index = 0; wrong.length === 0 && index < (read.to ?? []).length; index += 1) {
    const bytes = Object.entries(read.sub ?? {}).reduce(
      (sum, [tag, values]) => sum + Buffer.byteLength(tag) + Buffer.byteLength(values[index] ?? ''),
      0,
    )
    if (bytes > longestSubstitutions)
      wrong.push(`The substitutions for ${read.to?.[index]} are longer than ${longestSubstitutions} bytes.`)
  }
  return wrong
}

function remarks(read: Read): string[] {
  const unknown = Object.keys(read).filter((key) => !known.has(key))
  const odd = Object.keys(read.filters ?? {}).filter((name) => !filters.has(name))
  return [
    ...(unknown.length > 0 ? [`SendGrid documents no key named ${unknown.slice(0, 10).join(', ')}.`] : []),
    ...(odd.length > 0 ? [`SendGrid documents no filter named ${odd.slice(0, 10).join(', ')}.`] : []),
    ...(read.sub && !read.to ? ['sub has no effect without to.'] : []),
    ...(read.section ? ['section is deprecated.'] : []),
  ]
}

function meaningOf({ valid, recipients, sendAt, categories }: SmtpApiFacts): string {
  if (!valid) return 'SendGrid accepts such a message over SMTP, then drops it and tells the envelope sender.'
  const parts = [
    recipients.length > 0 ? `goes to ${recipients.length} recipients of its own` : '',
    sendAt ? `is sent at ${sendAt}` : '',
    categories.length > 0 ? `has the categories ${categories.join(', ')}` : '',
  ].filter((part) => part !== '')
  return parts.length > 0 ? `The message ${parts.join(', ')}.` : 'Instructions for SendGrid.'
}
