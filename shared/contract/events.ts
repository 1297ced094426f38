import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { Delivery } from '../model/delivery.ts'
import { MailboxCounts, MessageSummary } from '../model/message.ts'
import { Session } from '../model/session.ts'
import { Listener, Notice } from '../model/system.ts'
import { VaultStatus } from '../model/vault.ts'
import { base } from './base.ts'

/** A fact, announced after it is on disk. `resync`: too much changed to list; ask again for what you show. */
export const Change = z.discriminatedUnion('type', [
  z.object({ type: z.literal('messagesCaptured'), messages: z.array(MessageSummary), counts: MailboxCounts }),
  z.object({
    type: z.literal('messagesPreviewed'),
    previews: z.array(MessageSummary.pick({ id: true, attachments: true, snippet: true })),
  }),
  z.object({ type: z.literal('messagesUpdated'), messages: z.array(MessageSummary), counts: MailboxCounts }),
  z.object({ type: z.literal('messagesRemoved'), ids: z.array(z.number().int()), counts: MailboxCounts }),
  z.object({ type: z.literal('resync'), counts: MailboxCounts }),
  z.object({ type: z.literal('sessionEnded'), session: Session }),
  z.object({ type: z.literal('listenersChanged'), listeners: z.array(Listener) }),
  /** Something about credentials or keys: ask again for what you show. Uses are told at most once a second. */
  z.object({ type: z.literal('credentialsChanged') }),
  z.object({ type: z.literal('vaultChanged'), vault: VaultStatus }),
  z.object({ type: z.literal('sandboxLockChanged'), locked: z.boolean() }),
  /** Deliveries were made, tried or ended. More than a few hundred are not listed: ask again (`null`). */
  z.object({ type: z.literal('deliveriesChanged'), deliveries: z.array(Delivery).nullable() }),
  /** Something about upstreams, routes or suppressions: ask again for what you show. */
  z.object({ type: z.literal('relayChanged') }),
  /** Something about endpoints, their calls or the receiver: told at most a few times a second. */
  z.object({ type: z.literal('webhooksChanged') }),
  z.object({ type: z.literal('faultsChanged') }),
  /** A diagnosis began, ended or was removed, or something about watches: ask again for what you show. */
  z.object({ type: z.literal('diagnosticsChanged') }),
  /** A watched server answers otherwise than before. */
  z.object({
    type: z.literal('watchChanged'),
    reportId: z.number().int().nullable(),
    host: z.string(),
    sentence: z.string(),
  }),
  z.object({ type: z.literal('noticesChanged'), notices: z.array(Notice) }),
])
export type Change = z.infer<typeof Change>

export const events = {
  /** Live changes from now on; over REST as server-sent events. */
  stream: base
    .meta({ permission: 'settings.manage' })
    .route({ method: 'GET', path: '/events', summary: 'Live changes', tags: ['Events'] })
    .output(eventIterator(Change)),
}
