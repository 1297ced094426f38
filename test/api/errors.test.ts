import { ORPCError } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toCallersError } from '../../electron/engine/api/errors.ts'
import { SearchError } from '../../electron/engine/inbox/types.ts'
import { StorageFailed } from '../../electron/engine/intake/intake.ts'

let log: string
beforeEach(() => {
  log = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    log += String(text)
    return true
  })
})
afterEach(() => void vi.restoreAllMocks())

const seen = (error: unknown) => {
  const { code, status, message } = toCallersError(error) as ORPCError<string, unknown>
  return { code, status, message }
}

describe('what a caller sees of an error', () => {
  it('of an unknown one nothing; its cause goes to the log', () => {
    const answer = seen(new Error('secret path /home/me'))
    expect(answer).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', status: 500 })
    expect(answer.message).not.toContain('secret')
    expect(log).toContain('secret path /home/me')
  })

  it('of a search that cannot be understood, what would be right', () => {
    expect(seen(new SearchError('before: takes a date'))).toEqual({
      code: 'BAD_REQUEST',
      status: 400,
      message: 'before: takes a date',
    })
    expect(log).toBe('')
  })

  it('of a disk that takes nothing, what to do', () => {
    expect(seen(new StorageFailed('The disk is full.'))).toMatchObject({ code: 'STORAGE_FAILED', status: 507 })
    const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
    expect(seen(full)).toMatchObject({ code: 'STORAGE_FAILED', status: 507, message: expect.stringContaining('Free') })
  })

  it('of one the contract lists, all', () => {
    const error = new ORPCError('NOT_FOUND', { message: 'Gone.' })
    expect(toCallersError(error)).toBe(error)
  })
})
