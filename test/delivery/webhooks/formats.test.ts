import { EventWebhook, EventWebhookHeader } from '@sendgrid/eventwebhook'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formats } from '../../../electron/engine/delivery/webhooks/formats/index.ts'
import { WebhookEvent } from '../../../shared/model/webhook.ts'
import { hookServer, type HookServer } from '../../support/hookServer.ts'
import { ManualClock } from '../../support/manualClock.ts'
import { makeFolder } from '../../support/store.ts'
import { mailEvent, openWebhookRoom, type WebhookRoom } from '../../support/webhookRoom.ts'

let folder: ReturnType<typeof makeFolder>
let clock: ManualClock
let room: WebhookRoom
let server: HookServer
beforeEach(async () => {
  folder = makeFolder()
  clock = new ManualClock()
  room = openWebhookRoom(folder.path, { clock })
  server = await hookServer()
})
afterEach(async () => {
  await room.close()
  await server.close()
  folder.remove()
})

const everything = WebhookEvent.options
const headers = (request: { headers: object }) => request.headers as Record<string, string>

describe('the Sandpost format', () => {
  it('is taken by the Standard Webhooks library, with the secret as it was shown', async () => {
    const { secret } = room.create({ url: server.url })
    room.tell(mailEvent({ subject: 'Grüße', simulated: true }))
    const request = await server.next()
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{44}$/)
    const verified = new Webhook(secret ?? '').verify(request.body, headers(request))
    expect(verified).toMatchObject({
      type: 'message.delivered',
      timestamp: '2027-03-04T05:06:07.089Z',
      data: {
        messageId: 7,
        recipient: 'ann@example.org',
        subject: 'Grüße',
        simulated: true,
        reply: '250 2.0.0 Ok: queued',
      },
    })
    expect(() => new Webhook(secret ?? '').verify(`${request.body} `, headers(request))).toThrow('No matching')
  })

  it('tells of every kind of event', async () => {
    room.create({ url: server.url, events: everything })
    room.tell(...everything.map((type) => mailEvent({ type })))
    await room.until(() => room.webhooks.calls.list({ status: 'delivered', limit: 50 }).total === everything.length)
    expect(server.requests.map(({ body }) => (JSON.parse(body) as { type: string }).type).toSorted()).toEqual([
      'message.bounced',
      'message.clicked',
      'message.deferred',
      'message.delivered',
      'message.failed',
      'message.opened',
      'message.received',
      'message.suppressed',
      'suppression.created',
    ])
  })

  it('signs with the secret of before as well for a day after a rotation', async () => {
    const { id, secret: before } = room.create({ url: server.url })
    const { secret: after } = room.webhooks.endpoints.rotateSecret(id)
    room.tell(mailEvent())
    const request = await server.next()
    for (const secret of [before, after]) new Webhook(secret ?? '').verify(request.body, headers(request))

    clock.advance(24 * 3_600_000 + 1)
    room.tell(mailEvent())
    const later = await server.next()
    expect(later.headers['webhook-signature']).toMatch(/^v1,[^ ]+$/)
  })

  it('stays small whatever a sender chose', async () => {
    room.create({ url: server.url })
    const long = 'ü'.repeat(1_000_000)
    room.tell(mailEvent({ subject: `${'a'.repeat(999)}😀${long}`, from: long, messageIdHeader: long, reply: long }))
    const { body } = await server.next()
    expect(Buffer.byteLength(body)).toBeLessThan(20_000)
    expect((JSON.parse(body) as { data: { subject: string } }).data.subject).toBe(`${'a'.repeat(999)}\uFFFD`)
  })
})

describe("AhaSend's format", () => {
  it('is taken by the Standard Webhooks library with the raw secret', async () => {
    const { id, secret } = room.create({ url: server.url, format: 'ahasend' })
    room.tell(mailEvent({ type: 'received' }))
    const request = await server.next()
    expect(secret).toMatch(/^aha-whsec-[A-Za-z0-9]{64}$/)
    expect(request.headers['webhook-id']).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(new Webhook(secret ?? '', { format: 'raw' }).verify(request.body, headers(request))).toEqual({
      type: 'message.reception',
      webhook_id: id,
      timestamp: '2027-03-04T05:06:07.089000000Z',
      data: {
        account_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        event: 'on_reception',
        from: 'app@example.test',
        recipient: 'ann@example.org',
        subject: 'Your order',
        message_id_header: '<7@example.test>',
        id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      },
    })
  })

  it('names the same message and account alike in every event, also after a restart', async () => {
    room.create({ url: server.url, format: 'ahasend', events: everything })
    room.tell(mailEvent({ type: 'received' }))
    const first = JSON.parse((await server.next()).body) as { data: { id: string; account_id: string } }
    await room.call(({ status }) => status === 'delivered')
    await room.close()
    room = openWebhookRoom(folder.path, { clock, vault: room.vault })
    room.tell(mailEvent({ type: 'clicked', url: 'https://example.org/', userAgent: 'Firefox', ip: '192.0.2.9' }))
    const { type, data } = JSON.parse((await server.next()).body) as { type: string; data: typeof first.data }
    expect(type).toBe('message.clicked')
    expect(data).toMatchObject({ url: 'https://example.org/', user_agent: 'Firefox', ip: '192.0.2.9', is_bot: false })
    expect({ id: data.id, account_id: data.account_id }).toEqual({
      id: first.data.id,
      account_id: first.data.account_id,
    })
  })

  it('tells of a suppression with its end, 30 days later', async () => {
    room.create({ url: server.url, format: 'ahasend', events: ['suppressionCreated'] })
    room.tell(mailEvent({ type: 'suppressionCreated', reason: 'Too many hard bounces' }))
    const { type, data } = JSON.parse((await server.next()).body) as { type: string; data: object }
    expect(type).toBe('suppression.created')
    expect(data).toMatchObject({
      recipient: 'ann@example.org',
      created_at: '2027-03-04T05:06:07.089000000Z',
      expires_at: '2027-04-03T05:06:07.089000000Z',
      reason: 'Too many hard bounces',
      sending_domain: 'example.test',
    })
  })

  it.each([
    ['deferred', 'message.transient_error', 'on_transient_error'],
    ['bounced', 'message.bounced', 'on_bounced'],
    ['failed', 'message.failed', 'on_failed'],
    ['suppressed', 'message.suppressed', 'on_suppressed'],
    ['opened', 'message.opened', 'on_opened'],
  ] as const)('calls %s %s', (type, name, event) => {
    const context = { endpointId: 'w', accountId: 'a', eventId: 'e' }
    const payload = formats.ahasend.payload(mailEvent({ type }), context)
    expect(payload?.type).toBe(name)
    expect(JSON.parse(payload?.text ?? '')).toMatchObject({ type: name, data: { event } })
  })
})

describe("SendGrid's format", () => {
  it('is taken by the library of SendGrid with the public key, as one array of what happened within a second', async () => {
    const { secret, publicKey, secretHint } = room.create({ url: server.url, format: 'sendgrid', events: everything })
    expect({ secret, secretHint }).toEqual({ secret: null, secretHint: null })
    room.tell(mailEvent({ type: 'received' }), mailEvent({ type: 'delivered' }))
    room.tell(mailEvent({ type: 'clicked', url: 'https://example.org/?ü', userAgent: 'Firefox' }))
    clock.advance(1_000)
    const request = await server.next()
    const verifier = new EventWebhook()
    const isRight = (body: string) =>
      verifier.verifySignature(
        verifier.convertPublicKeyToECDSA(publicKey ?? ''),
        body,
        headers(request)[EventWebhookHeader.SIGNATURE().toLowerCase()] ?? '',
        headers(request)[EventWebhookHeader.TIMESTAMP().toLowerCase()] ?? '',
      )
    expect(isRight(request.body)).toBe(true)
    expect(isRight(`${request.body} `)).toBe(false)
    const events = JSON.parse(request.body) as { event: string; sg_event_id: string }[]
    expect(events.map(({ event }) => event)).toEqual(['processed', 'delivered', 'click'])
    expect(new Set(events.map(({ sg_event_id }) => sg_event_id)).size).toBe(3)
    expect(await room.call(({ status }) => status === 'delivered')).toMatchObject({
      type: 'processed, delivered, click',
      messageId: 7,
      body: request.body,
    })
  })

  it('begins another array at 768 KB', async () => {
    room.create({ url: server.url, format: 'sendgrid' })
    room.tell(...Array.from({ length: 500 }, () => mailEvent({ subject: '', reply: 'x'.repeat(2_000) })))
    clock.advance(1_000)
    await room.until(() => room.webhooks.calls.list({ status: 'delivered', limit: 5 }).total === 2)
    const sizes = server.requests.map(({ body }) => Buffer.byteLength(body))
    expect(Math.max(...sizes)).toBeLessThanOrEqual(768 * 1024)
    expect(server.requests.map(({ body }) => (JSON.parse(body) as unknown[]).length).reduce((a, b) => a + b)).toBe(500)
  })

  const fields = (facts: Parameters<typeof mailEvent>[0]) => {
    const context = { endpointId: 'w', accountId: 'a', eventId: 'e' }
    const payload = formats.sendgrid.payload(mailEvent(facts), context)
    return payload && (JSON.parse(payload.text) as Record<string, unknown>)
  }

  it('has the fields of each event that its matrix gives it', () => {
    const common = ['email', 'event', 'sg_event_id', 'sg_message_id', 'timestamp']
    const particular = {
      received: ['smtp-id'],
      delivered: ['ip', 'response', 'smtp-id', 'tls'],
      deferred: ['attempt', 'ip', 'reason', 'response', 'smtp-id'],
      bounced: ['ip', 'reason', 'smtp-id', 'status', 'tls', 'type'],
      suppressed: ['reason', 'smtp-id', 'status'],
      opened: ['ip', 'sg_machine_open', 'useragent'],
      clicked: ['ip', 'url', 'url_offset', 'useragent'],
    } as const
    for (const [type, names] of Object.entries(particular))
      expect(Object.keys(fields({ type: type as WebhookEvent }) ?? {}).toSorted()).toEqual(
        [...common, ...names].toSorted(),
      )
    expect(fields({ type: 'suppressionCreated' })).toBeNull()
  })

  it('tells bounces from blocks, and gives status and reason', () => {
    expect(fields({ type: 'bounced', reply: '550 5.1.1 No such user' })).toMatchObject({
      event: 'bounce',
      type: 'bounce',
      status: '5.1.1',
      reason: '550 5.1.1 No such user',
    })
    expect(fields({ type: 'failed', reply: '421 later' })).toMatchObject({ type: 'blocked', status: '4.0.0' })
    expect(fields({ type: 'suppressed', reason: 'Unsubscribed Address' })).toMatchObject({
      event: 'dropped',
      reason: 'Unsubscribed Address',
    })
    expect(fields({ type: 'deferred', attempt: 5 })).toMatchObject({ attempt: '5' })
  })

  it('keeps unique arguments at the top, where they cannot take the place of its own names', () => {
    const uniqueArgs = { order: '12', event: 'open', email: 'eve@example.net', reason: 'none', __proto__x: 'y' }
    const special = { ...mailEvent().special, uniqueArgs, categories: ['orders'] }
    expect(fields({ special })).toMatchObject({
      order: '12',
      event: 'delivered',
      email: 'ann@example.org',
      category: 'orders',
    })
    expect(fields({ special })).not.toHaveProperty('reason')
    expect(fields({ special: { ...special, categories: ['a', 'b'] } })).toMatchObject({ category: ['a', 'b'] })
  })
})

describe("Paubox's format", () => {
  it('has four events, is not signed, and is told once', async () => {
    const { secret } = room.create({ url: server.url, format: 'paubox', events: everything })
    expect(secret).toBeNull()
    room.tell(...everything.map((type) => mailEvent({ type })))
    await room.until(() => room.webhooks.calls.list({ status: 'delivered', limit: 20 }).total === 5)
    const told = server.requests.map(({ body }) => JSON.parse(body) as { event_name: string; payload: object })
    expect(new Set(told.map(({ event_name }) => event_name))).toEqual(
      new Set([
        'api_mail_log_delivered',
        'api_mail_log_temporary_failure',
        'api_mail_log_permanent_failure',
        'api_mail_log_opened',
      ]),
    )
    expect(told[0]?.payload).toMatchObject({ to: 'ann@example.org', time: '2027-03-04T05:06:07.089Z' })
    expect(server.requests.every(({ headers: all }) => !Object.keys(all).some((name) => /signature/.test(name)))).toBe(
      true,
    )
  })
})

describe("Elastic Email's format", () => {
  it('is a GET with query parameters, added to those of the address', async () => {
    room.create({ url: `${server.url}?token=t%26x`, format: 'elasticemail', events: everything })
    const special = { ...mailEvent().special, postback: 'order=1&x', channel: 'Billing' }
    room.tell(mailEvent({ type: 'bounced', reply: '550 5.1.1 No such user', subject: 'a\r\nb: c \uD800', special }))
    const request = await server.next()
    expect(request).toMatchObject({ method: 'GET', body: '' })
    expect(Object.fromEntries(new URL(request.url, server.url).searchParams)).toMatchObject({
      token: 't&x',
      status: 'Error',
      category: 'NoMailbox',
      to: 'ann@example.org',
      subject: 'a\r\nb: c \uFFFD',
      postback: 'order=1&x',
      channel: 'Billing',
      date: '2027-03-04 05:06:07',
    })
  })

  it('names the events that it has, and the default channel', () => {
    const context = { endpointId: 'w', accountId: 'a', eventId: 'e' }
    const told = everything.map((type) => formats.elasticemail.payload(mailEvent({ type }), context))
    expect(new Set(told.map((payload) => payload?.type))).toEqual(
      new Set([undefined, 'Sent', 'Error', 'Opened', 'Clicked']),
    )
    expect(new URLSearchParams(told[1]?.text).get('channel')).toBe('SMTP API')
  })
})

it('no format lets a line break out of a value', async () => {
  for (const format of Object.values(formats)) {
    const injected = mailEvent({ subject: 'a\r\nX: y', recipient: 'a@b\r\nX: y', from: 'c\r\n@d', reply: '5\r\n50' })
    const payload = format.payload(injected, { endpointId: 'w', accountId: 'a', eventId: 'e' })
    expect(payload?.text).not.toMatch(/[\r\n]/)
  }
})
