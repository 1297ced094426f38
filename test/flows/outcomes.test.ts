import { EventWebhook } from '@sendgrid/eventwebhook'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hookServer, type HookRequest, type HookServer } from '../support/hookServer.ts'
import { localTransport } from '../support/sendSmtp.ts'
import { removeFolder, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'

// An app that sends with a sandbox credential and listens to webhooks, in the formats of three providers at once; what it
// is told is verified by the providers' own means.

interface Receiver {
  readonly server: HookServer
  readonly secret: string
}

const folder = temporaryFolder()
let host: TestHost
let login: { user: string; pass: string }
const receivers = new Map<string, Receiver>()

beforeAll(async () => {
  host = await startHost(folder)
  const post = async <T>(path: string, body: unknown, method = 'POST'): Promise<T> => {
    const response = await host.rest(path, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
    expect(response.ok, await response.clone().text()).toBe(true)
    return (await response.json()) as T
  }
  await post('/routes', { sandbox: { delayMs: 10 } }, 'PUT')
  const credential = await post<{ username: string; password: string }>('/smtp-credentials', { name: 'app' })
  login = { user: credential.username, pass: credential.password }
  const events = ['received', 'delivered', 'deferred', 'bounced', 'failed', 'suppressed', 'suppressionCreated']
  for (const format of ['sandpost', 'ahasend', 'sendgrid']) {
    const server = await hookServer()
    const made = await post<{ secret: string | null; publicKey: string | null }>('/webhook-endpoints', {
      name: format,
      format,
      url: server.url,
      events,
    })
    receivers.set(format, { server, secret: made.secret ?? made.publicKey ?? '' })
  }
})
afterAll(async () => {
  await host.stop()
  for (const { server } of receivers.values()) await server.close()
  removeFolder(folder)
})

const header = (request: HookRequest, name: string) => String(request.headers[name])

/** The types of what one call tells, after its signature was found right. */
function verified(format: string, request: HookRequest, secret: string): { type: string; to: string; json: unknown }[] {
  if (format === 'sendgrid') {
    const webhook = new EventWebhook()
    const key = webhook.convertPublicKeyToECDSA(secret)
    const signature = header(request, 'x-twilio-email-event-webhook-signature')
    const time = header(request, 'x-twilio-email-event-webhook-timestamp')
    expect(webhook.verifySignature(key, request.body, signature, time)).toBe(true)
    return (JSON.parse(request.body) as { event: string; email: string }[]).map((json) => ({
      type: json.event,
      to: json.email,
      json,
    }))
  }
  const webhook = format === 'ahasend' ? new Webhook(secret, { format: 'raw' }) : new Webhook(secret)
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature']
  webhook.verify(request.body, Object.fromEntries(names.map((name) => [name, header(request, name)])))
  const json = JSON.parse(request.body) as { type: string; data: { recipient?: string; to?: string } }
  return [{ type: json.type, to: json.data.recipient ?? '', json }]
}

/** What is told about this recipient: as many events as are expected, in the order of their names. */
async function told(format: string, recipient: string, count: number): Promise<string[]> {
  const { server, secret } = receivers.get(format) as Receiver
  const types: string[] = []
  while (types.length < count) {
    const events = verified(format, await server.next(), secret)
    types.push(...events.filter(({ to }) => to === recipient).map(({ type }) => type))
  }
  return types.toSorted()
}

it.each([
  {
    result: 'deliver',
    sandpost: ['message.received', 'message.delivered'],
    ahasend: ['message.reception', 'message.delivered'],
    sendgrid: ['processed', 'delivered'],
  },
  {
    result: 'bounce',
    sandpost: ['message.received', 'message.bounced', 'suppression.created'],
    ahasend: ['message.reception', 'message.bounced', 'suppression.created'],
    sendgrid: ['processed', 'bounce'],
  },
  {
    result: 'defer',
    sandpost: ['message.received', 'message.deferred'],
    ahasend: ['message.reception', 'message.transient_error'],
    sendgrid: ['processed', 'deferred'],
  },
  {
    result: 'fail',
    sandpost: ['message.received', 'message.deferred', 'message.deferred', 'message.failed', 'suppression.created'],
    ahasend: [
      'message.reception',
      'message.transient_error',
      'message.transient_error',
      'message.failed',
      'suppression.created',
    ],
    sendgrid: ['processed', 'deferred', 'deferred', 'bounce'],
  },
  {
    result: 'suppress',
    sandpost: ['message.received', 'message.suppressed'],
    ahasend: ['message.reception', 'message.suppressed'],
    sendgrid: ['processed', 'dropped'],
  },
])('$result is told to the app as each provider tells it', async ({ result, ...expected }) => {
  const to = `${result}-me@example.test`
  await localTransport(host.smtpPort, { auth: login }).sendMail({
    from: 'app@shop.test',
    to,
    subject: result,
    text: 'Hello',
    headers: { 'AhaSend-Sandbox-Result': result },
  })
  for (const [format, types] of Object.entries(expected)) {
    // Up to four calls are under way at once, so that the order of arrival is not that of the events.
    expect(await told(format, to, types.length), format).toEqual(types.toSorted())
  }
})
