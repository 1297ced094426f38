import { placeFlags, placeHelp, withEngine } from './engineClient.ts'
import { parseFlags } from './flags.ts'
import { minute, print, say } from './print.ts'
import { UsageError } from './run.ts'
import { table } from './table.ts'

const help = `Usage: sandpost suppressions COMMAND [options]

Addresses that are not sent to: bounces put them there.

  list                    by address; --search TEXT for some
  add ADDRESS…            --reason TEXT
  remove ADDRESS…

  --json            print JSON
${placeHelp}  --help            this text
`

/** The suppression list from a terminal. */
export async function suppressions(args: readonly string[], entryUrl: string): Promise<number> {
  const { values, positionals } = parseFlags(
    'suppressions',
    args,
    {
      ...placeFlags,
      search: { type: 'string' },
      reason: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    true,
  )
  const [command, ...addresses] = positionals
  if (values.help || command === undefined) {
    process.stdout.write(help)
    return values.help ? 0 : 2
  }
  if (command !== 'list' && addresses.length === 0) throw new UsageError(`${command} needs an address.`)
  return withEngine(values, entryUrl, async ({ suppressions: room }) => {
    switch (command) {
      case 'list':
        return print(values.json, await room.list({ search: values.search, limit: 1_000 }), ({ items }) =>
          table([
            ['ADDRESS', 'KIND', 'SINCE', 'UNTIL', 'REASON'],
            ...items.map(({ address, simulated, createdAt, expiresAt, reason }) => [
              address,
              simulated ? 'sandbox' : 'real',
              minute(createdAt),
              minute(expiresAt),
              reason,
            ]),
          ]),
        )
      case 'add':
        for (const address of addresses) await room.add({ address, reason: values.reason })
        return say(`${addresses.join(', ')} will not be sent to.`)
      case 'remove':
        for (const address of addresses) await room.remove({ address })
        return say(`${addresses.join(', ')} may be sent to again.`)
      default:
        throw new UsageError(`There is no "sandpost suppressions ${command}". See: sandpost suppressions --help`)
    }
  })
}
