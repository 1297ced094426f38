import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { ORPCError } from '@orpc/server'
import type { Throttle } from '../../throttle.ts'
import { address, standing } from '../../vault/login.ts'
import type { Refused, Vault } from '../../vault/types.ts'
import { person, type Caller } from '../caller.ts'
import type { Refusal } from './guard.ts'
import type { SignIn } from './signIn.ts'

const notSignedIn: Refusal = {
  status: 401,
  code: 'UNAUTHORIZED',
  message: 'Sign in, or send an API key as "Authorization: Bearer …".',
}
const wrongKey: Refusal = {
  status: 401,
  code: 'UNAUTHORIZED',
  message: 'This API key is not right. Activity tells its owner why.',
}
const vaultLocked: Refusal = {
  status: 423,
  code: 'VAULT_LOCKED',
  message: 'The vault is locked, so no API key can be checked. Unlock it in the window first.',
}
/** Told only to whoever had the right key. */
const tellsItself: readonly Refused['reason'][] = ['disabled', 'expired', 'wrongAddress']

/** A request's caller, or what it is told. */
export type Visitor =
  { readonly is: 'caller'; readonly caller: Caller } | { readonly is: 'refused'; readonly refusal: Refusal }

/** Finds out who a request comes from: by bearer key, else by cookie. Wrong keys are answered late and all alike. */
export function createReception(parts: { signIn: SignIn; vault: Vault; throttle: Throttle }) {
  const { signIn, vault, throttle } = parts

  return async function receive(request: IncomingMessage, cookieName: string): Promise<Visitor> {
    const idempotency = readIdempotencyKey(request)
    if (idempotency.is === 'refused') return idempotency
    const { authorization } = request.headers
    if (authorization === undefined) {
      return signIn.hasCookie(request, cookieName)
        ? { is: 'caller', caller: person('browser', idempotency.key) }
        : { is: 'refused', refusal: notSignedIn }
    }
    const started = Date.now()
    const key = /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? ''
    if (signIn.isProcessKey(key)) return { is: 'caller', caller: person('processKey', idempotency.key) }
    const remoteAddress = request.socket.remoteAddress ?? ''
    const verdict = vault.bearer(key, remoteAddress)
    if (verdict.is === 'right') {
      const { id, name } = verdict.credential
      throttle.succeeded(remoteAddress)
      return { is: 'caller', caller: keyCaller(vault, { id, name, remoteAddress }, idempotency.key) }
    }
    if (verdict.reason === 'vaultLocked') return { is: 'refused', refusal: vaultLocked }
    vault.requestRefused(verdict, remoteAddress)
    // The connection keeps the engine alive; an answer that waits does not.
    await sleep(throttle.failed(remoteAddress) - (Date.now() - started), undefined, { ref: false })
    if (!tellsItself.includes(verdict.reason)) return { is: 'refused', refusal: wrongKey }
    return { is: 'refused', refusal: { ...wrongKey, message: verdict.explanation } }
  }
}

function keyCaller(
  vault: Vault,
  { id, name, remoteAddress }: { id: string; name: string; remoteAddress: string },
  idempotencyKey: string | null,
): Caller {
  return {
    actor: { is: 'apiKey', id, name },
    idempotencyKey,
    key() {
      const now = vault.active(id)
      if (!now || (standing(now) ?? address(now, remoteAddress)))
        throw new ORPCError('UNAUTHORIZED', { status: 401, message: 'This API key may no longer be used.' })
      return now
    },
  }
}

function readIdempotencyKey(
  request: IncomingMessage,
): { readonly is: 'read'; readonly key: string | null } | Extract<Visitor, { is: 'refused' }> {
  const key = request.headers['idempotency-key']
  if (key === undefined) return { is: 'read', key: null }
  if (typeof key === 'string' && /^[!-~]{1,255}$/.test(key)) return { is: 'read', key }
  return {
    is: 'refused',
    refusal: {
      status: 400,
      code: 'BAD_REQUEST',
      message: 'Idempotency-Key takes 1 to 255 printable ASCII characters without spaces.',
    },
  }
}
