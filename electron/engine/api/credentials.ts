import { requirePowers } from './caller.ts'
import { os } from './implementer.ts'
import type { Rooms } from './rooms.ts'

/** SMTP credentials: list, make, change, rotate, reveal, delete. */
export function smtpCredentialProcedures({ vault: { smtpCredentials: room } }: Rooms) {
  const { smtpCredentials } = os
  return {
    list: smtpCredentials.list.handler(({ input }) => room.list(input)),
    get: smtpCredentials.get.handler(({ input }) => room.get(input.id)),
    create: smtpCredentials.create.handler(({ input, context }) => {
      requirePowers(context, { ...input, permissions: ['mail.send'] })
      return room.create(input, context)
    }),
    update: smtpCredentials.update.handler(({ input: { id, ...change }, context }) => {
      requirePowers(context, room.get(id))
      requirePowers(context, change)
      return room.update(id, change, context)
    }),
    rotate: smtpCredentials.rotate.handler(({ input: { id, ...how }, context }) => {
      requirePowers(context, { ...room.get(id), permissions: ['mail.send'] })
      return room.rotate(id, how, context)
    }),
    reveal: smtpCredentials.reveal.handler(({ input, context }) => ({ password: room.reveal(input.id, context) })),
    remove: smtpCredentials.remove.handler(({ input, context }) => {
      room.remove(input.id, context)
      return { deleted: true as const }
    }),
  }
}

/** API keys: list, make, change, rotate, delete. */
export function apiKeyProcedures({ vault: { apiKeys: room } }: Rooms) {
  const { apiKeys } = os
  return {
    list: apiKeys.list.handler(({ input }) => room.list(input)),
    get: apiKeys.get.handler(({ input }) => room.get(input.id)),
    create: apiKeys.create.handler(({ input, context }) => {
      requirePowers(context, input)
      return room.create(input, context)
    }),
    update: apiKeys.update.handler(({ input: { id, ...change }, context }) => {
      requirePowers(context, room.get(id))
      requirePowers(context, change)
      return room.update(id, change, context)
    }),
    rotate: apiKeys.rotate.handler(({ input: { id, ...how }, context }) => {
      requirePowers(context, room.get(id))
      return room.rotate(id, how, context)
    }),
    remove: apiKeys.remove.handler(({ input, context }) => {
      room.remove(input.id, context)
      return { deleted: true as const }
    }),
  }
}

/** What sent a message, by id. */
export function credentialProcedures({ vault }: Rooms) {
  return { labels: os.credentials.labels.handler(() => vault.labels()) }
}
