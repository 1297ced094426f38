import {
  WebhookEvent,
  WebhookFormat,
  type WebhookCall,
  type WebhookCallDetail,
  type WebhookEndpoint,
} from '../../shared/model/webhook.ts'
import type { Client } from './client.ts'
import { placeFlags, placeHelp, withEngine } from './engineClient.ts'
import { parseFlags } from './flags.ts'
import { minute, print, say } from './print.ts'
import { Failure, UsageError } from './run.ts'
import { confirm } from './secretInput.ts'
import { table } from './table.ts'

const help = `Usage: sandpost webhooks COMMAND [options]

  list                    all endpoints
  add --url URL           its secret is printed once, alone on stdout
  test WHICH [EVENT]      sends a sample
  enable | disable | remove WHICH
  calls                   what was told, newest first
  show CALL               what was said and answered, try by try
  replay CALL             the same event once more

WHICH is an id or a name.

  --name NAME       (default: the host of the URL)
  --format F        ${WebhookFormat.options.join(', ')} (default: sandpost)
  --event E         may be given several times: ${WebhookEvent.options.join(', ')}
  --outside         the URL is outside this machine, and that is meant
  --yes             do not ask
  --json            print JSON
${placeHelp}  --help            this text
`

const flags = {
  ...placeFlags,
  url: { type: 'string' },
  name: { type: 'string' },
  format: { type: 'string' },
  event: { type: 'string', multiple: true },
  outside: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const

/** Webhook endpoints from a terminal. */
export async function webhooks(args: readonly string[], entryUrl: string): Promise<number> {
  const { values, positionals } = parseFlags('webhooks', args, flags, true)
  const [command, which, event] = positionals
  if (values.help || command === undefined) {
    process.stdout.write(help)
    return values.help ? 0 : 2
  }
  const events = values.event?.map((one) => known(WebhookEvent, one, 'event'))
  return withEngine(values, entryUrl, async (client) => {
    switch (command) {
      case 'list':
        return print(values.json, await client.webhookEndpoints.list(), (items) =>
          table([['NAME', 'URL', 'FORMAT', 'STATE', 'TOLD', 'FAILED', 'ID'], ...items.map(row)]),
        )
      case 'add': {
        if (values.url === undefined) throw new UsageError('--url is missing.')
        if (!/^https?:\/\//i.test(values.url))
          throw new UsageError(`--url takes http://… or https://…, not "${values.url}".`)
        const made = await client.webhookEndpoints.create({
          url: values.url,
          name: values.name ?? URL.parse(values.url)?.host ?? 'Webhook',
          format: values.format === undefined ? undefined : known(WebhookFormat, values.format, 'format'),
          events,
          outside: values.outside,
        })
        if (values.json) return print(true, made, () => '')
        process.stderr.write(
          `${made.name} is added${made.secret === null ? '; this format has no secret' : '. Its secret is below, and is not shown again'}.\n`,
        )
        if (made.secret !== null) process.stdout.write(`${made.secret}\n`)
        return 0
      }
      case 'test': {
        const { id } = await find(client, which)
        const call = await client.webhookEndpoints.test({
          id,
          event: event === undefined ? undefined : known(WebhookEvent, event, 'event'),
        })
        return print(
          values.json,
          call,
          ({ id: callId, type }) => `${type} is being told (call ${callId}). See: sandpost webhooks calls\n`,
        )
      }
      case 'enable':
      case 'disable': {
        const { id, name } = await find(client, which)
        await client.webhookEndpoints.update({ id, enabled: command === 'enable' })
        return say(`${name} is ${command}d.`)
      }
      case 'remove': {
        const { id, name } = await find(client, which)
        if (!values.yes && !(await confirm(`Remove "${name}", and what it was not told yet?`)))
          throw new Failure('Not removed. Say --yes to remove without being asked.')
        await client.webhookEndpoints.remove({ id })
        return say(`${name} is removed.`)
      }
      case 'calls':
        return print(values.json, await client.webhookCalls.list({}), ({ items }) =>
          table([['ID', 'AT', 'ENDPOINT', 'EVENT', 'STATUS', 'TRIES', 'LAST'], ...items.map(callRow)]),
        )
      case 'show':
        return print(values.json, await client.webhookCalls.get({ id: callNumber(which) }), describeCall)
      case 'replay': {
        await client.webhookCalls.replay({ id: callNumber(which) })
        return say(`Call ${which} is being told again.`)
      }
      default:
        throw new UsageError(`There is no "sandpost webhooks ${command}". See: sandpost webhooks --help`)
    }
  })
}

function known<T extends string>(words: { readonly options: readonly T[] }, word: string, what: string): T {
  const found = words.options.find((one) => one === word)
  if (found === undefined) throw new UsageError(`There is no ${what} "${word}". There are: ${words.options.join(', ')}`)
  return found
}

async function find(client: Client, which: string | undefined): Promise<WebhookEndpoint> {
  if (which === undefined) throw new UsageError('An id or a name is missing. See: sandpost webhooks --help')
  const all = await client.webhookEndpoints.list()
  const one = all.find(({ id }) => id === which) ?? all.find(({ name }) => name === which)
  if (!one) throw new Failure(`There is no endpoint called "${which}". See: sandpost webhooks list`)
  return one
}

function row({ name, url, format, enabled, successes, failures, id }: WebhookEndpoint): string[] {
  return [name, url, format, enabled ? 'on' : 'off', String(successes), String(failures), id]
}

function callNumber(text: string | undefined): number {
  if (text === undefined || !/^\d{1,15}$/.test(text))
    throw new UsageError('The number of a call is missing. See: sandpost webhooks calls')
  return Number(text)
}

function describeCall({ method, url, body, attempts, type, status }: WebhookCallDetail): string {
  const tries = attempts.map(
    ({ at, milliseconds, status: answer, problem, responseBody }) =>
      `\n${at}  ${answer ?? problem ?? 'no answer'}  ${milliseconds} ms\n${responseBody}\n`,
  )
  return `${type}, ${status}\n${method} ${url}\n${body}\n${tries.join('')}`
}

function callRow({ id, createdAt, endpointName, type, status, tries, lastResult }: WebhookCall): string[] {
  return [String(id), minute(createdAt), endpointName, type, status, String(tries), lastResult ?? '']
}
