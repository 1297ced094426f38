import { Settings } from '../../shared/model/settings.ts'

/** A settings form being filled in: numbers may be empty or half typed. */
export type Draft = Settings
export type Problems = ReadonlyMap<string, string>

/** A value by its path, e.g. `smtp.limits.recipients`. */
export function valueAt(draft: Draft, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], draft)
}

/** The draft with one value changed. */
export function withValue(draft: Draft, path: string, value: unknown): Draft {
  const next = structuredClone(draft)
  const keys = path.split('.')
  const last = keys.pop() as string
  const parent = keys.reduce<Record<string, unknown>>(
    (object, key) => object[key] as Record<string, unknown>,
    next as never,
  )
  parent[last] = value
  return next
}

/** Checks a draft against the schema. Problems are sentences, by path. */
export function check(draft: Draft): { settings: Settings | null; problems: Problems } {
  const problems = new Map<string, string>()
  const empty = emptyNumbers(draft)
  for (const path of empty) problems.set(path, 'Write a whole number.')
  const result = Settings.safeParse(draft)
  if (!result.success) {
    for (const issue of result.error.issues) {
      const path = issue.path.join('.')
      if (!problems.has(path)) problems.set(path, sentence(issue))
    }
  }
  const taken = new Set<number>()
  for (const [path, port] of portsOf(draft)) {
    if (taken.has(port)) problems.set(path, 'Two listeners cannot have the same port. Choose another one.')
    if (port !== 0) taken.add(port)
  }
  return { settings: result.success && problems.size === 0 ? result.data : null, problems }
}

function portsOf({ smtp }: Draft): [string, number][] {
  return [
    ['smtp.port', smtp.port],
    ['smtp.tlsPort', smtp.tlsPort],
    ...smtp.more.map(({ port }, at): [string, number] => [`smtp.more.${at}.port`, port]),
  ]
}

/** Whether two settings say the same. */
export function same(one: Draft, other: Draft): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** The schema reads an empty text as 0, which would be a choice nobody made. */
function emptyNumbers(value: unknown, path = ''): string[] {
  if (value === '') return path.endsWith('host') ? [] : [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => emptyNumbers(inner, path === '' ? key : `${path}.${key}`))
}

interface Issue {
  readonly code?: string
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
  readonly origin?: string
}

function sentence(issue: Issue): string {
  if (issue.origin === 'string')
    return issue.code === 'too_small' ? 'Write a host name or an address.' : 'This is too long.'
  if (issue.code === 'too_small') return `Write ${Number(issue.minimum).toLocaleString()} or more.`
  if (issue.code === 'too_big') return `Write ${Number(issue.maximum).toLocaleString()} or less.`
  return 'Write a whole number.'
}
