import { placeFlags, placeHelp, withEngine } from './engineClient.ts'
import { parseFlags } from './flags.ts'
import { Failure, UsageError } from './run.ts'
import { confirm } from './secretInput.ts'

const help = `Usage: sandpost sandbox-lock status|on|off [options]

While it is on, everything is captured only, whatever the mode of its credential. "off" asks first.

  --yes           do not ask
  --json          print JSON
${placeHelp}  --help          this text
`

/** The sandbox lock from a terminal. */
export async function sandboxLock(args: readonly string[], entryUrl: string): Promise<number> {
  const { values, positionals } = parseFlags(
    'sandbox-lock',
    args,
    { ...placeFlags, yes: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
    true,
  )
  const [command] = positionals
  if (values.help || command === undefined) {
    process.stdout.write(help)
    return values.help ? 0 : 2
  }
  if (!['status', 'on', 'off'].includes(command)) throw new UsageError('sandbox-lock takes status, on or off.')
  const sure =
    command !== 'off' || values.yes || (await confirm('Release the sandbox, so that production mail may leave?'))
  if (!sure) throw new Failure('Still locked. Say --yes to release it without being asked.')
  return withEngine(values, entryUrl, async ({ sandboxLock: room }) => {
    const { locked } = command === 'status' ? await room.get() : await room.put({ locked: command === 'on' })
    const sentence = locked
      ? 'The sandbox is locked: nothing leaves this machine.'
      : 'The sandbox is released: mail of production credentials may leave.'
    process.stdout.write(`${values.json ? JSON.stringify({ locked }) : sentence}\n`)
    return 0
  })
}
