import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { Failure } from './run.ts'

/** What a JSON file holds, checked; `-` reads standard input. `what` names it in the sentence when it does not fit. */
export function readJson<T extends z.ZodType>(path: string, schema: T, what: string): z.output<T> {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path === '-' ? 0 : path, 'utf8'))
  } catch (error) {
    throw new Failure(`${path} is not JSON that can be read: ${(error as Error).message}`)
  }
  const read = schema.safeParse(json)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new Failure(`${path} is not ${what}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
}
