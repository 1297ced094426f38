import { ORPCError } from '@orpc/server'
import type { Permission } from '../../../shared/model/credential.ts'
import type { Actor } from '../../../shared/model/vault.ts'
import type { ActiveCredential, Doing } from '../vault/types.ts'

/** Who asks: what every procedure gets besides its input. */
export interface Caller extends Doing {
  /**
   * The API key as it is at this moment: rights that were taken away since the connection was opened are gone. Null for
   * people, who may do everything. Throws UNAUTHORIZED when the key may no longer be used.
   */
  key(): ActiveCredential | null
}

/** A person: at a window of this machine, in a browser that was signed in, or with the key of this process. */
export function person(is: Exclude<Actor['is'], 'apiKey' | 'sandpost'>, idempotencyKey: string | null = null): Caller {
  const names = {
    window: 'Desktop window',
    browser: 'Browser',
    commandLine: 'Command line',
    processKey: 'SANDPOST_API_KEY',
  }
  return { actor: { is, id: '', name: names[is] }, idempotencyKey, key: () => null }
}

/** Throws FORBIDDEN. */
export function requirePermission(caller: Caller, permission: Permission | undefined): void {
  const key = caller.key()
  if (!key || permission === undefined || key.permissions.includes(permission)) return
  throw forbidden(`This API key lacks the permission ${permission}. Add it to "${key.name}" under Credentials.`)
}

/** Throws FORBIDDEN for API keys: what opens the vault or shows its secrets is for people. */
export function requirePerson(caller: Caller): void {
  if (caller.key()) throw forbidden('This is for a person at a window, not for an API key.')
}

/**
 * Throws FORBIDDEN when a key would give away more than it has: by making or changing a key with other permissions, by
 * taking over its secret, or by letting mail out (docs/decisions/0008-what-a-key-may-give.md).
 */
export function requirePowers(
  caller: Caller,
  target: { readonly permissions?: readonly Permission[] | undefined; readonly mode?: string | undefined },
): void {
  const key = caller.key()
  if (!key) return
  const missing = target.permissions?.find((permission) => !key.permissions.includes(permission))
  if (missing !== undefined)
    throw forbidden(`An API key can give no more than it has, and "${key.name}" lacks the permission ${missing}.`)
  if (target.mode === 'production' && !key.permissions.includes('relay.manage'))
    throw forbidden(`Production mail may leave this machine: "${key.name}" needs the permission relay.manage for that.`)
}

/** Throws FORBIDDEN for an API key in sandbox mode: what it sends does not leave, released or not. */
export function requireProduction(caller: Caller): void {
  const key = caller.key()
  if (key && key.mode !== 'production')
    throw forbidden(
      `"${key.name}" is in sandbox mode, and what is released leaves for real. Put the key into production mode.`,
    )
}

function forbidden(message: string): ORPCError<'FORBIDDEN', undefined> {
  return new ORPCError('FORBIDDEN', { status: 403, message })
}
