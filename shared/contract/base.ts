import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { Permission } from '../model/credential.ts'

/**
 * What every procedure can answer besides success. Anything not listed here reaches the caller as one
 * INTERNAL_SERVER_ERROR whose cause stays in our log. `permission` is what an API key needs; without it any key will do. `forPeople`: not
 * for API keys, whatever they may.
 */
export const base = oc.$meta<{ readonly permission?: Permission; readonly forPeople?: true }>({}).errors({
  BAD_REQUEST: { status: 400, message: 'The request is not valid.' },
  UNAUTHORIZED: { status: 401, message: 'Sign in, or send an API key as "Authorization: Bearer …".' },
  FORBIDDEN: { status: 403, message: 'This API key lacks the permission that this needs.' },
  NOT_FOUND: { status: 404, message: 'There is nothing with this id. It may have been deleted.' },
  STORAGE_FAILED: {
    status: 507,
    message: 'The data folder cannot be written to. Free some space, or make it writable.',
  },
})

/** Query and path values arrive as strings over REST. */
export const wholeNumber = (min: number, max: number) => z.coerce.number().int().min(min).max(max)
export const messageId = z.coerce.number().int().min(1)

/** The longest search text that is looked at, in characters. */
export const searchText = z.string().max(1_000).default('')
