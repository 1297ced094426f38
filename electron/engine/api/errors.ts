import { ORPCError, ValidationError } from '@orpc/server'
import { DataFolderError, sqliteCode } from '../database/open.ts'
import { DiagnosticsError } from '../diagnostics/types.ts'
import { RelayError } from '../delivery/relayError.ts'
import { SearchError } from '../inbox/types.ts'
import { StorageFailed } from '../intake/intake.ts'
import { VaultError } from '../vault/types.ts'

/**
 * What a caller may see of an error. Listed codes pass; a refused input becomes a sentence; anything else becomes one
 * internal error whose cause goes to our log alone.
 */
export function toCallersError(error: unknown): unknown {
  if (error instanceof SearchError) return new ORPCError('BAD_REQUEST', { message: error.message, cause: error })
  if (error instanceof StorageFailed || error instanceof DataFolderError)
    return new ORPCError('STORAGE_FAILED', { status: 507, message: error.message, cause: error })
  if (error instanceof VaultError)
    return new ORPCError(error.code, { status: vaultStatus[error.code], message: error.message, cause: error })
  if (error instanceof RelayError)
    return new ORPCError(error.code, { status: relayStatus[error.code], message: error.message, cause: error })
  if (error instanceof DiagnosticsError)
    return new ORPCError(error.code, { status: diagnosticsStatus[error.code], message: error.message, cause: error })
  if (isDiskFailure(error)) return new ORPCError('STORAGE_FAILED', { ...diskFailure, cause: error })
  if (error instanceof ORPCError) {
    if (error.cause instanceof ValidationError && error.code === 'BAD_REQUEST') return explained(error.cause)
    if (error.code !== 'INTERNAL_SERVER_ERROR') return error
  }
  if (error instanceof Error && error.name === 'AbortError') return error
  const cause = error instanceof ORPCError ? (error.cause ?? error) : error
  process.stderr.write(`${cause instanceof Error ? cause.stack : String(cause)}\n`)
  return new ORPCError('INTERNAL_SERVER_ERROR', {
    message: 'Something went wrong in Sandpost. Its log on stderr has the cause.',
  })
}

const vaultStatus: Record<VaultError['code'], number> = {
  BAD_REQUEST: 400,
  NOT_FOUND: 404,
  CONFLICT: 409,
  LIMIT_REACHED: 409,
  WRONG_SECRET: 422,
  WEAK_PASSPHRASE: 422,
  IDEMPOTENCY_MISMATCH: 422,
  VAULT_LOCKED: 423,
}

const relayStatus: Record<RelayError['code'], number> = {
  BAD_REQUEST: 400,
  NOT_FOUND: 404,
  CONFLICT: 409,
  OUTSIDE: 409,
  VAULT_LOCKED: 423,
}

const diagnosticsStatus: Record<DiagnosticsError['code'], number> = {
  BAD_REQUEST: 400,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_MANY: 429,
}

const diskFailure = {
  status: 507,
  message: 'The data folder cannot be written to. Free some space, or make it writable.',
}

function isDiskFailure(error: unknown): boolean {
  return /^SQLITE_(FULL|READONLY|CANTOPEN|PERM|IOERR)/.test(sqliteCode(error) ?? '')
}

/** `limit: Too big: expected number to be <=500` */
function explained(cause: ValidationError): ORPCError<'BAD_REQUEST', undefined> {
  const issues = cause.issues.slice(0, 5).map(({ path = [], message }) => {
    const place = path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.')
    return place === '' ? message : `${place}: ${message}`
  })
  return new ORPCError('BAD_REQUEST', { message: issues.join('; '), cause })
}

/** For the `clientInterceptors` of every door's handler. */
export async function explainErrors<T>(options: { next(): Promise<T> }): Promise<T> {
  try {
    return await options.next()
  } catch (error) {
    throw toCallersError(error)
  }
}
