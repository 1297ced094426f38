import type { z } from 'zod'

export type Problems = ReadonlyMap<string, string>

interface Issue {
  readonly code: string
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
  readonly origin?: string
  readonly format?: string
}

/** What a schema says is wrong with a form, as sentences by path: `login.username`. The first of each counts. */
export function problemsOf(result: z.ZodSafeParseResult<unknown>): Problems {
  const problems = new Map<string, string>()
  for (const issue of (result.error?.issues ?? []) as readonly Issue[]) {
    const path = issue.path.map(String).join('.')
    if (!problems.has(path)) problems.set(path, sentenceOf(issue))
  }
  return problems
}

function sentenceOf({ code, message, minimum, maximum, origin, format }: Issue): string {
  if (code === 'too_small' && origin === 'string') return 'This is needed.'
  if (code === 'too_big' && origin === 'string') return 'This is too long.'
  if (code === 'too_small' && origin === 'number') return `Write ${Number(minimum).toLocaleString()} or more.`
  if (code === 'too_big' && origin === 'number') return `Write ${Number(maximum).toLocaleString()} or less.`
  if (code === 'too_small') return 'Add at least one.'
  if (code === 'too_big') return `No more than ${Number(maximum).toLocaleString()}.`
  if (code === 'invalid_format' && format === 'url') return 'Write an address that begins with https:// or http://'
  if (code === 'invalid_format' && format === 'email') return 'Write an address such as ann@example.com'
  if (code === 'invalid_type') return 'Write a whole number.'
  // The model's own words, where it has some; the library's are for programs.
  return /^Invalid|^Too /.test(message) ? 'This cannot be read.' : message
}
