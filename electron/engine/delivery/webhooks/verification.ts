import { createPublicKey, timingSafeEqual, verify } from 'node:crypto'
import type { SigningKeys } from './signing.ts'
import { hmac } from './signing.ts'
import { formats } from './formats/index.ts'
import type { Endpoint } from './tables/endpoints.ts'

/** As the Standard Webhooks libraries have it. */
const toleranceSeconds = 300

export interface Verification {
  readonly verified: boolean | null
  /** Which signature was looked at, and what came of it. */
  readonly verification: string
}

/** Checks the signature of a request against the endpoints that could have sent it. */
export function verifySignature(
  { headers, body }: { headers: Readonly<Record<string, string>>; body: Buffer },
  endpoints: readonly Endpoint[],
  keysOf: (endpointId: string) => SigningKeys | null,
  nowSeconds: number,
): Verification {
  const twilio = headers['x-twilio-email-event-webhook-signature']
  if (twilio !== undefined)
    return verifyEcdsa(twilio, headers['x-twilio-email-event-webhook-timestamp'] ?? '', body, endpoints)
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers
  if (signature === undefined) return { verified: null, verification: 'It carries no signature that is known.' }
  if (id === undefined || timestamp === undefined || !/^\d{1,12}$/.test(timestamp))
    return wrong('webhook-signature is there, but webhook-id or webhook-timestamp is missing or not right.')

  const given = signature.split(' ').flatMap((part) => (part.startsWith('v1,') ? [part.slice(3)] : []))
  const seconds = Number(timestamp)
  let unreadable = 0
  for (const endpoint of endpoints) {
    const { signing } = formats[endpoint.format]
    if (signing !== 'standardWebhooks' && signing !== 'rawSecret') continue
    const keys = keysOf(endpoint.id)
    if (!keys) {
      unreadable += 1
      continue
    }
    const secrets = keys.before === null ? [keys.secret] : [keys.secret, keys.before]
    const expected = secrets.map((secret) => hmac(signing, secret, { id, seconds, body: body.toString('utf8') }))
    if (!expected.some((one) => given.some((other) => same(one, other)))) continue
    if (Math.abs(nowSeconds - seconds) > toleranceSeconds)
      return wrong(`HMAC-SHA256 of "${endpoint.name}" fits, but webhook-timestamp is more than five minutes off.`)
    const how = signing === 'rawSecret' ? 'with the raw secret' : 'by Standard Webhooks'
    return { verified: true, verification: `HMAC-SHA256 ${how}: it is that of "${endpoint.name}".` }
  }
  if (unreadable > 0)
    return {
      verified: null,
      verification: 'HMAC-SHA256: not checked, because a secret cannot be read. Unlock the vault.',
    }
  return wrong('HMAC-SHA256: it fits no endpoint that points here.')
}

function verifyEcdsa(signature: string, timestamp: string, body: Buffer, endpoints: readonly Endpoint[]): Verification {
  const signed = Buffer.concat([Buffer.from(timestamp, 'utf8'), body])
  const signer = endpoints.find(({ publicKey }) => {
    if (publicKey === null) return false
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    return verify('sha256', signed, key, Buffer.from(signature, 'base64'))
  })
  return signer
    ? { verified: true, verification: `ECDSA over the timestamp and the body: it is that of "${signer.name}".` }
    : wrong('ECDSA: it fits no endpoint that points here.')
}

function wrong(verification: string): Verification {
  return { verified: false, verification }
}

function same(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}
