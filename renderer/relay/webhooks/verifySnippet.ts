import type { WebhookEndpoint } from '../../../shared/model/webhook.ts'

/** Code for a receiver that checks who called; null where the format is not signed. */
export function verifySnippet({ signing, publicKey }: Pick<WebhookEndpoint, 'signing' | 'publicKey'>): string | null {
  switch (signing) {
    case 'standardWebhooks':
      return standard('new Webhook(process.env.WEBHOOK_SECRET)')
    case 'rawSecret':
      return standard("new Webhook(process.env.WEBHOOK_SECRET, { format: 'raw' })")
    case 'ecdsa':
      return `// npm install @sendgrid/eventwebhook
import { EventWebhook, EventWebhookHeader } from '@sendgrid/eventwebhook'

const publicKey = '${publicKey ?? ''}'
const webhook = new EventWebhook()

export function isGenuine(rawBody, headers) {
  return webhook.verifySignature(
    webhook.convertPublicKeyToECDSA(publicKey),
    rawBody,
    headers[EventWebhookHeader.SIGNATURE().toLowerCase()],
    headers[EventWebhookHeader.TIMESTAMP().toLowerCase()],
  )
}
`
    case 'none':
      return null
  }
}

function standard(verifier: string): string {
  return `// npm install standardwebhooks
import { Webhook } from 'standardwebhooks'

const webhook = ${verifier}

// The body as it came, not parsed: parsing and writing it again changes it.
export function eventOf(rawBody, headers) {
  return webhook.verify(rawBody, headers)
}
`
}
