import { Announcer } from '../../electron/engine/announce.ts'
import { openMailDatabase, type MailDatabase } from '../../electron/engine/database/open.ts'
import type { MailEvent } from '../../electron/engine/delivery/events.ts'
import type { Resolve } from '../../electron/engine/delivery/webhooks/address.ts'
import type { Clock } from '../../electron/engine/delivery/webhooks/clock.ts'
import { createWebhooks, type Webhooks } from '../../electron/engine/delivery/webhooks/open.ts'
import { Notices } from '../../electron/engine/notices.ts'
import type { Change } from '../../shared/contract/events.ts'
import { NewWebhookEndpoint, type WebhookCallDetail } from '../../shared/model/webhook.ts'

export interface WebhookRoom {
  readonly db: MailDatabase
  readonly webhooks: Webhooks
  readonly notices: Notices
  readonly changes: Change[]
  /** What would lie in the vault. */
  readonly vault: Map<string, string>
  /** What the endpoint's owner sees once, and the endpoint. */
  create(wanted: Partial<NewWebhookEndpoint> & { url: string }): ReturnType<Webhooks['endpoints']['create']>
  /** Told within one transaction, as the queue and the intake do it. */
  tell(...events: MailEvent[]): void
  /** Resolves when the newest call (or this one) is as asked. */
  call(fits: (call: WebhookCallDetail) => boolean, id?: number): Promise<WebhookCallDetail>
  /** Resolves when this holds, looked at after every commit. */
  until(holds: () => boolean): Promise<void>
  close(): Promise<void>
}

/** The real room of webhooks over a real mail.db; a Map in place of the vault. */
export function openWebhookRoom(
  dataDir: string,
  options: {
    clock?: Clock
    random?: () => number
    resolve?: Resolve
    vault?: Map<string, string>
    httpUrl?: () => string | null
  } = {},
): WebhookRoom {
  const { vault = new Map<string, string>(), httpUrl = () => null, ...rest } = options
  const db = openMailDatabase(dataDir)
  const announcer = new Announcer()
  const changes: Change[] = []
  announcer.subscribe((change) => changes.push(change))
  const notices = new Notices(announcer)
  const webhooks = createWebhooks({
    db,
    announcer,
    notices,
    secrets: {
      keep: (id, text) => void vault.set(id, text),
      open: (id) => vault.get(id) ?? null,
      forget: (id) => void vault.delete(id),
    },
    httpUrl,
    ...rest,
  })
  const waiting = new Set<() => void>()
  db.onCommit(() => {
    for (const look of waiting) look()
  })

  function until(holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        try {
          if (!holds()) return
          waiting.delete(look)
          resolve()
        } catch (error) {
          waiting.delete(look)
          reject(error)
        }
      }
      waiting.add(look)
      look()
    })
  }

  const room: WebhookRoom = {
    db,
    webhooks,
    notices,
    changes,
    vault,
    create: (wanted) => webhooks.endpoints.create(NewWebhookEndpoint.parse({ name: 'Test', ...wanted })),
    tell: (...events) => db.transaction(() => events.forEach((event) => webhooks.tell(event))),
    async call(fits, id) {
      const newest = () => id ?? db.values<number>('SELECT max(id) FROM webhook_calls').get() ?? 0
      await until(() => newest() > 0 && fits(webhooks.calls.get(newest())))
      return webhooks.calls.get(newest())
    },
    until,
    async close() {
      await webhooks.close()
      db.close()
    },
  }
  return room
}

/** An event as the queue tells it. */
export function mailEvent(facts: Partial<MailEvent> = {}): MailEvent {
  return {
    type: 'delivered',
    at: Date.parse('2027-03-04T05:06:07.089Z'),
    messageId: 7,
    credentialId: 'credential-1',
    simulated: false,
    sender: 'bounces@example.test',
    from: 'app@example.test',
    recipient: 'ann@example.org',
    subject: 'Your order',
    messageIdHeader: '<7@example.test>',
    reply: '250 2.0.0 Ok: queued',
    attempt: 1,
    ip: '127.0.0.9',
    tls: true,
    userAgent: null,
    url: null,
    reason: null,
    special: { categories: [], uniqueArgs: {}, postback: null, channel: null, tags: [] },
    ...facts,
  }
}
