import type { Delivery, DeliveryAction, DeliveryDetail } from '../../shared/model/delivery.ts'
import { DeliveryAction as Actions, DeliveryStatus } from '../../shared/model/delivery.ts'
import { placeFlags, placeHelp, withEngine } from './engineClient.ts'
import { parseFlags, wholeNumber } from './flags.ts'
import { minute, print, say } from './print.ts'
import { Failure, UsageError } from './run.ts'
import { table } from './table.ts'
import { instant } from './times.ts'

const help = `Usage: sandpost deliveries COMMAND [options]

What leaves, left, or is pretended to: one delivery for each recipient of a message.

  list                    newest first
  show ID                 every try with its dialogue
  ${Actions.options.join(' | ')} ID…
                          "release" lets go what is held
  schedule ID… --at WHEN  2027-01-31T09:00Z, or from now: 30m, 12h

  --status S[,S]    ${DeliveryStatus.options.join(', ')}
  --search TEXT     part of the recipient, the sender or the subject
  --message ID      of this message alone
  --limit N         with list (default: 50)
  --all             instead of ids: all that --status and --search find
  --json            print JSON
${placeHelp}  --help            this text
`

const flags = {
  ...placeFlags,
  status: { type: 'string' },
  search: { type: 'string' },
  message: { type: 'string' },
  limit: { type: 'string' },
  at: { type: 'string' },
  all: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const

/** Deliveries from a terminal. */
export async function deliveries(args: readonly string[], entryUrl: string): Promise<number> {
  const { values, positionals } = parseFlags('deliveries', args, flags, true)
  const [command, ...given] = positionals
  if (values.help || command === undefined) {
    process.stdout.write(help)
    return values.help ? 0 : 2
  }
  const filter = {
    status: statuses(values.status),
    search: values.search,
    messageId: wholeNumber('message', values.message, 1, Number.MAX_SAFE_INTEGER),
  }
  const ids = given.map((id) => wholeNumber('id', id, 1, Number.MAX_SAFE_INTEGER) as number)
  return withEngine(values, entryUrl, async (client) => {
    if (command === 'list') {
      const limit = wholeNumber('limit', values.limit, 1, 500) ?? 50
      const page = await client.deliveries.list({ ...filter, limit })
      return print(
        values.json,
        page,
        ({ items, total }) =>
          `${table([heading, ...items.map(row)])}${total > items.length ? `… and ${total - items.length} more\n` : ''}`,
      )
    }
    if (command === 'show') {
      if (ids[0] === undefined) throw new UsageError('show needs the id of a delivery.')
      return print(values.json, await client.deliveries.get({ id: ids[0] }), describe)
    }
    if (command === 'schedule') {
      if (ids.length === 0 || values.at === undefined) throw new UsageError('schedule needs ids and --at.')
      const at = instant('at', values.at)
      const { changed } = await client.deliveries.schedule({ ids, at })
      return say(`${changed} ${changed === 1 ? 'delivery waits' : 'deliveries wait'} until ${minute(at)} UTC.`)
    }
    const action = Actions.safeParse(command)
    if (!action.success)
      throw new UsageError(`There is no "sandpost deliveries ${command}". See: sandpost deliveries --help`)
    if (ids.length > 0 && values.all) throw new UsageError('Say either ids or --all.')
    if (ids.length === 0 && !values.all) throw new UsageError(`${command} needs ids, or --all.`)
    const { changed } = await client.deliveries.act({
      ...(values.all ? { filter } : { ids }),
      action: action.data,
    })
    if (changed === 0)
      throw new Failure(
        `Nothing was ${past[action.data]}: none of them is at a point where that can be done. See: sandpost deliveries list`,
      )
    return say(`${changed} ${changed === 1 ? 'delivery' : 'deliveries'} ${done[action.data]}.`)
  })
}

const past: Record<DeliveryAction, string> = {
  retry: 'retried',
  hold: 'held',
  release: 'let go',
  cancel: 'cancelled',
}

const done: Record<DeliveryAction, string> = {
  retry: 'will be tried now',
  hold: 'held',
  release: 'let go',
  cancel: 'cancelled',
}

function statuses(text: string | undefined): DeliveryStatus[] | undefined {
  if (text === undefined) return undefined
  return text.split(',').map((word) => {
    const status = DeliveryStatus.safeParse(word.trim())
    if (!status.success)
      throw new UsageError(`There is no status "${word}". There are: ${DeliveryStatus.options.join(', ')}`)
    return status.data
  })
}

const heading = ['ID', 'MESSAGE', 'RECIPIENT', 'STATUS', 'THROUGH', 'TRIES', 'NEXT', 'REPLY']

function row(one: Delivery): string[] {
  return [
    String(one.id),
    String(one.messageId),
    one.recipient,
    one.simulated ? `sandbox ${one.status}` : one.status,
    one.upstreamName ?? (one.simulated ? 'sandbox' : '(removed)'),
    String(one.tries),
    minute(one.nextTryAt),
    (one.reply ?? '').split('\n')[0]?.slice(0, 60) ?? '',
  ]
}

function describe(one: DeliveryDetail): string {
  const head = `${table([heading, row(one)])}${one.explanation === '' ? '' : `${one.explanation}\n`}`
  const tries = one.attempts.map(
    ({ at, outcome, address, tls, milliseconds, reply, dialogue }) =>
      `\n${at}  ${outcome}  ${address ?? ''}  ${tls ?? 'in clear'}  ${milliseconds} ms\n${reply}\n${dialogue === '' ? '' : `${dialogue}\n`}`,
  )
  return head + tries.join('')
}
