import { z } from 'zod'
import {
  ApiKey,
  ApiKeyChange,
  ChosenPassword,
  CredentialLabel,
  NewApiKey,
  NewSmtpCredential,
  SmtpCredential,
  SmtpCredentialChange,
} from '../model/credential.ts'
import { base, wholeNumber } from './base.ts'

const one = z.object({ id: z.string().min(1).max(64) })
const listInput = z.object({
  /** Part of the name, user name, note, domain or tag. */
  search: z.string().max(200).default(''),
  limit: wholeNumber(1, 10_000).default(100),
  cursor: z.string().max(64).optional(),
})
const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.number().int() })
const noContent = z.object({ deleted: z.literal(true) })

const vaultBase = base.errors({
  VAULT_LOCKED: { status: 423, message: 'The vault is locked. Unlock it first.' },
  CONFLICT: { status: 409, message: 'It was changed in between. Read it again.' },
  LIMIT_REACHED: { status: 409, message: 'There are as many as the settings allow.' },
  IDEMPOTENCY_MISMATCH: { status: 422, message: 'This Idempotency-Key was used for another request.' },
})
const reading = vaultBase.meta({ permission: 'credentials.read' })
const managing = vaultBase.meta({ permission: 'credentials.manage' })

/** Longest time the secret before a rotation stays good, in seconds: thirty days. */
const grace = wholeNumber(0, 30 * 24 * 60 * 60).default(0)

/** User name and password, as AhaSend and Elastic Email have them. */
export const smtpCredentials = {
  list: reading
    .route({ method: 'GET', path: '/smtp-credentials', summary: 'List SMTP credentials', tags: ['Credentials'] })
    .input(listInput)
    .output(pageOf(SmtpCredential)),
  get: reading
    .route({ method: 'GET', path: '/smtp-credentials/{id}', summary: 'One SMTP credential', tags: ['Credentials'] })
    .input(one)
    .output(SmtpCredential),
  /** The only reply, with that of `rotate`, that holds the password. An `Idempotency-Key` header makes it safe to repeat. */
  create: managing
    .route({
      method: 'POST',
      path: '/smtp-credentials',
      successStatus: 201,
      summary: 'Make an SMTP credential',
      tags: ['Credentials'],
    })
    .input(NewSmtpCredential)
    .output(SmtpCredential.extend({ password: z.string() })),
  update: managing
    .route({ method: 'PATCH', path: '/smtp-credentials/{id}', summary: 'Change it', tags: ['Credentials'] })
    .input(SmtpCredentialChange.extend(one.shape))
    .output(SmtpCredential),
  rotate: managing
    .route({
      method: 'POST',
      path: '/smtp-credentials/{id}/rotate',
      summary: 'Give it a new password',
      tags: ['Credentials'],
    })
    .input(one.extend({ graceSeconds: grace, password: ChosenPassword.optional(), readable: z.boolean().optional() }))
    .output(SmtpCredential.extend({ password: z.string() })),
  /** Only for a person at a window: never for an API key. */
  reveal: managing
    .meta({ forPeople: true })
    .route({
      method: 'POST',
      path: '/smtp-credentials/{id}/reveal',
      summary: 'Show a password that was kept readable',
      tags: ['Credentials'],
    })
    .input(one)
    .output(z.object({ password: z.string() })),
  remove: managing
    .route({ method: 'DELETE', path: '/smtp-credentials/{id}', summary: 'Delete it', tags: ['Credentials'] })
    .input(one)
    .output(noContent),
}

/** Used with the literal user name `apikey`, and as bearer token of REST, as Paubox and SendGrid have them. */
export const apiKeys = {
  list: reading
    .route({ method: 'GET', path: '/api-keys', summary: 'List API keys', tags: ['Credentials'] })
    .input(listInput)
    .output(pageOf(ApiKey)),
  get: reading
    .route({ method: 'GET', path: '/api-keys/{id}', summary: 'One API key', tags: ['Credentials'] })
    .input(one)
    .output(ApiKey),
  /** The only reply, with that of `rotate`, that holds the key. An `Idempotency-Key` header makes it safe to repeat. */
  create: managing
    .route({
      method: 'POST',
      path: '/api-keys',
      successStatus: 201,
      summary: 'Make an API key',
      tags: ['Credentials'],
    })
    .input(NewApiKey)
    .output(ApiKey.extend({ key: z.string() })),
  update: managing
    .route({ method: 'PATCH', path: '/api-keys/{id}', summary: 'Change it', tags: ['Credentials'] })
    .input(ApiKeyChange.extend(one.shape))
    .output(ApiKey),
  rotate: managing
    .route({ method: 'POST', path: '/api-keys/{id}/rotate', summary: 'Change the key', tags: ['Credentials'] })
    .input(one.extend({ graceSeconds: grace }))
    .output(ApiKey.extend({ key: z.string() })),
  remove: managing
    .route({ method: 'DELETE', path: '/api-keys/{id}', summary: 'Delete it', tags: ['Credentials'] })
    .input(one)
    .output(noContent),
}

export const credentials = {
  /** Names for ids that messages and sessions carry, also of deleted ones. */
  labels: vaultBase
    .meta({ permission: 'messages.read' })
    .route({ method: 'GET', path: '/credential-labels', summary: 'Names of all, by id', tags: ['Credentials'] })
    .output(z.array(CredentialLabel)),
}
