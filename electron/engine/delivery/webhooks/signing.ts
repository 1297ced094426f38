import { createHmac, createSign, generateKeyPairSync, randomBytes, randomInt } from 'node:crypto'
import type { WebhookEndpoint } from '../../../../shared/model/webhook.ts'

type Signing = WebhookEndpoint['signing']

/** What is signed with. `before`: the one that a rotation replaced, while receivers may still know it alone. */
export interface SigningKeys {
  readonly secret: string
  readonly before: string | null
}

export interface MadeSecret {
  /** Text for the vault. */
  readonly secret: string
  /** What its owner needs to verify; null when that is the public key. */
  readonly shown: string | null
  readonly publicKey: string | null
}

/** A new secret of the kind; null where nothing is signed. */
export function makeSecret(signing: Signing): MadeSecret | null {
  switch (signing) {
    case 'standardWebhooks':
      // 24 to 64 bytes are allowed; 33 give base64 without padding.
      return shared(`${standardPrefix}${randomBytes(33).toString('base64')}`)
    case 'rawSecret':
      return shared(`aha-whsec-${alphanumerics(64)}`)
    case 'ecdsa': {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      return {
        secret: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
        shown: null,
        publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      }
    }
    default:
      return null
  }
}

/** What is signed: the id, the time of this attempt, and the bytes of the body. */
export interface Signed {
  readonly id: string
  readonly seconds: number
  readonly body: string
}

/** The headers that carry the signature. */
export function signatureHeaders(signing: Signing, keys: SigningKeys | null, signed: Signed): Record<string, string> {
  if (signing === 'none' || keys === null) return {}
  const timestamp = String(signed.seconds)
  if (signing === 'ecdsa') {
    return {
      'X-Twilio-Email-Event-Webhook-Signature': createSign('sha256')
        .update(timestamp + signed.body)
        .sign(keys.secret, 'base64'),
      'X-Twilio-Email-Event-Webhook-Timestamp': timestamp,
    }
  }
  const secrets = keys.before === null ? [keys.secret] : [keys.secret, keys.before]
  return {
    'webhook-id': signed.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => `v1,${hmac(signing, secret, signed)}`).join(' '),
  }
}

/** Base64 of HMAC-SHA256 over `id.timestamp.body` (Standard Webhooks 1.0). */
export function hmac(signing: 'standardWebhooks' | 'rawSecret', secret: string, signed: Signed): string {
  const key =
    signing === 'rawSecret' ? Buffer.from(secret, 'utf8') : Buffer.from(secret.slice(standardPrefix.length), 'base64')
  return createHmac('sha256', key).update(`${signed.id}.${signed.seconds}.${signed.body}`).digest('base64')
}

const standardPrefix = 'whsec_'

function shared(secret: string): MadeSecret {
  return { secret, shown: secret, publicKey: null }
}

function alphanumerics(length: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
}
