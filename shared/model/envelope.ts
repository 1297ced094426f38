import { z } from 'zod'

/** DSN parameters of MAIL FROM (RFC 3461): RET and ENVID, as the client gave them. */
const DsnOfMail = z.object({ ret: z.enum(['FULL', 'HDRS']).optional(), envid: z.string().optional() })
/** DSN parameters of RCPT TO (RFC 3461): NOTIFY keywords and ORCPT. */
const DsnOfRecipient = z.object({
  notify: z.array(z.enum(['NEVER', 'SUCCESS', 'FAILURE', 'DELAY'])).optional(),
  orcpt: z.string().optional(),
})

export const EnvelopeSender = z.object({
  /** '' for the null reverse-path `<>`. */
  address: z.string(),
  /** Declared with SIZE= (bytes), RFC 1870. */
  size: z.number().optional(),
  body: z.enum(['7BIT', '8BITMIME', 'BINARYMIME']).optional(),
  smtputf8: z.boolean().optional(),
  requiretls: z.boolean().optional(),
  dsn: DsnOfMail.optional(),
})
export type EnvelopeSender = z.infer<typeof EnvelopeSender>

export const EnvelopeRecipient = z.object({ address: z.string(), dsn: DsnOfRecipient.optional() })
export type EnvelopeRecipient = z.infer<typeof EnvelopeRecipient>

/** From and to as spoken in SMTP, never the header fields. */
export const Envelope = z.object({ mailFrom: EnvelopeSender, recipients: z.array(EnvelopeRecipient) })
export type Envelope = z.infer<typeof Envelope>
