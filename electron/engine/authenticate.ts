import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { domainToASCII } from 'node:url'
import type { LoginMode } from '../../shared/model/settings.ts'
import type { Explained, Identity, Login, LoginResult, StartResult } from './smtp/backend.ts'
import { reply, replyTo, type SmtpReply } from './smtp/reply.ts'
import type { Throttle } from './throttle.ts'
import { address, standing } from './vault/login.ts'
import type { ActiveCredential, Refused, Vault } from './vault/types.ts'

const invalid = replyTo('badLogin', 535, '5.7.8', 'Authentication credentials invalid')
const unavailable = reply(454, '4.7.0', 'Temporary authentication failure')
const gone = reply(550, '5.7.1', 'The credential of this session may no longer be used')
const ourName = 'sandpost'
const anonymous: Identity = { credentialId: null, mode: 'sandbox', tags: [], unknownLogin: false }
const noReason: Pick<Explained, 'reason' | 'explanation'> = { reason: null, explanation: '' }

/** Login modes (docs/settings.md) on top of what the vault says. */
export interface Authentication {
  authenticate(login: Login): Promise<LoginResult>
  startTransaction(identity: Identity, sender: string, remoteAddress: string): StartResult
  /** A login that is good once, for mail of our own: it works in every login mode and names no credential. */
  loginOnce(this: void): { username: string; password: string }
  /** Whether the header From may stand there: every address of it, for credentials that check it. */
  checkHeaderFrom(this: void, identity: Identity, from: () => readonly string[]): SmtpReply | null
}

export function createAuthentication(parts: {
  vault: Vault
  throttle: Throttle
  loginMode: () => LoginMode
  /** How long a new credential stays unknown on listeners that take their time with it. */
  newCredentialSeconds: () => number
}): Authentication {
  const { vault, throttle } = parts

  const once = new Set<string>()

  /** What the credential is at this moment, under the sandbox lock. */
  function identityOf(credential: ActiveCredential): Identity {
    return {
      credentialId: credential.id,
      mode: vault.sandboxLocked ? 'sandbox' : credential.mode,
      tags: credential.tags,
      unknownLogin: false,
    }
  }

  function tooNew({ id, name, createdAt }: ActiveCredential): Refused | null {
    const left = parts.newCredentialSeconds() * 1_000 - (Date.now() - createdAt)
    if (left <= 0) return null
    return {
      is: 'refused',
      reason: 'tooNew',
      credentialId: id,
      explanation: `"${name}" is new, and this listener behaves like a provider where that takes a while to be known. It will be in ${Math.ceil(left / 1_000)} s; the settings say how long it takes.`,
    }
  }

  return {
    async authenticate(login) {
      if (login.username === ourName && once.delete(login.password ?? ''))
        return { is: 'accepted', identity: anonymous, why: { credentialId: null, ...noReason } }
      const started = Date.now()
      const verdict = vault.login(login)
      const problem =
        verdict.is === 'right'
          ? (lacksPermission(verdict.credential) ?? (login.newCredentialsWait ? tooNew(verdict.credential) : null))
          : verdict
      if (verdict.is === 'right' && !problem) {
        const { credential } = verdict
        throttle.succeeded(login.remoteAddress)
        return { is: 'accepted', identity: identityOf(credential), why: { credentialId: credential.id, ...noReason } }
      }
      const { reason, explanation, credentialId } = problem as Omit<Refused, 'is'>
      const why = { reason, explanation, credentialId }
      if (verdict.is === 'unknown' && !login.needsRightLogin && parts.loginMode() === 'lenient')
        return { is: 'accepted', identity: { credentialId: null, mode: 'sandbox', tags: [], unknownLogin: true }, why }
      if (reason === 'vaultLocked') return { is: 'refused', reply: unavailable, why }
      const wait = throttle.failed(login.remoteAddress) - (Date.now() - started)
      // The connection keeps the engine alive; an answer that waits does not.
      await sleep(wait, undefined, { ref: false })
      return { is: 'refused', reply: answerTo(why), why }
    },

    loginOnce() {
      const password = randomBytes(24).toString('base64url')
      once.add(password)
      return { username: ourName, password }
    },

    startTransaction(identity, sender, remoteAddress) {
      if (identity.credentialId === null) return { is: 'may', identity }
      const credential = vault.active(identity.credentialId)
      const problem = !credential
        ? deleted(identity.credentialId)
        : (standing(credential) ??
          address(credential, remoteAddress) ??
          lacksPermission(credential) ??
          outOfScope(credential, sender))
      if (!credential || problem)
        return {
          is: 'refused',
          reply: problem?.reason === 'scope' ? scopeReply(sender) : gone,
          why: problem as Refused,
        }
      return { is: 'may', identity: identityOf(credential) }
    },

    checkHeaderFrom(identity, from) {
      const credential = identity.credentialId === null ? null : vault.active(identity.credentialId)
      if (!credential?.checkHeaderFrom || credential.scope === 'global') return null
      const addresses = from()
      if (addresses.length === 0)
        return replyTo(
          'senderRefused',
          550,
          '5.7.1',
          'The header From has no address, and this credential may send for certain domains only',
        )
      const outside = addresses.find((one) => !inScope(credential, one))
      if (outside === undefined) return null
      return outside === ''
        ? replyTo(
            'senderRefused',
            550,
            '5.7.1',
            'The header From can be read in more than one way, and this credential checks it',
          )
        : replyTo('senderRefused', 550, '5.7.1', `This credential may not send with the header From ${shown(outside)}`)
    },
  }
}

function answerTo({ reason }: Explained): SmtpReply {
  switch (reason) {
    // Only whoever had the right secret gets here.
    case 'disabled':
      return replyTo('credentialDisabled', 525, '5.7.13', 'This credential is disabled')
    case 'expired':
      return replyTo('credentialDisabled', 525, '5.7.13', 'This credential has expired')
    case 'wrongAddress':
      return replyTo('badLogin', 535, '5.7.1', 'This credential may not be used from this address')
    case 'missingPermission':
      return replyTo('badLogin', 535, '5.7.1', 'This API key lacks the permission mail.send')
    default:
      return invalid
  }
}

function lacksPermission({ id, name, permissions }: ActiveCredential): Refused | null {
  if (permissions.includes('mail.send')) return null
  return {
    is: 'refused',
    reason: 'missingPermission',
    credentialId: id,
    explanation: `The API key "${name}" lacks the permission mail.send, which SMTP needs. Add it under Credentials.`,
  }
}

function deleted(credentialId: string): Refused {
  return {
    is: 'refused',
    reason: 'disabled',
    credentialId,
    explanation: 'The credential of this session was deleted while the session was open.',
  }
}

function outOfScope(credential: ActiveCredential, sender: string): Refused | null {
  if (inScope(credential, sender)) return null
  const domains = credential.domains.join(', ')
  const seen = sender === '' ? 'the empty sender' : sender
  return {
    is: 'refused',
    reason: 'scope',
    credentialId: credential.id,
    explanation: `"${credential.name}" may send for ${domains} only${credential.includeSubdomains ? ' and their subdomains' : ''}, and MAIL FROM was ${seen}. Widen its scope under Credentials, or use a credential of that domain.`,
  }
}

/** Compared in ASCII form, so that `bücher.example` and `xn--bcher-kva.example` are the same domain. */
function inScope({ scope, domains, includeSubdomains }: ActiveCredential, sender: string): boolean {
  if (scope === 'global') return true
  const domain = ascii(sender.slice(sender.lastIndexOf('@') + 1))
  if (domain === '' || !sender.includes('@')) return false
  return domains.map(ascii).some((one) => one === domain || (includeSubdomains && domain.endsWith(`.${one}`)))
}

/** Empty for what is no domain: `domainToASCII` reads as a URL does, and makes `example.com` of `example.com/evil.test`. */
function ascii(domain: string): string {
  return /^[\p{L}\p{M}\p{N}._-]+$/u.test(domain) ? domainToASCII(domain.toLowerCase()).replace(/\.$/, '') : ''
}

function scopeReply(sender: string): SmtpReply {
  return sender === ''
    ? replyTo(
        'senderRefused',
        550,
        '5.7.1',
        'This credential may send for certain domains only, and the sender is empty',
      )
    : replyTo('senderRefused', 550, '5.7.1', `This credential may not send from ${shown(sender)}`)
}

/** Part of a reply line: ASCII alone, and not endless. */
function shown(text: string): string {
  return text.replace(/[^ -~]/g, '?').slice(0, 200)
}
