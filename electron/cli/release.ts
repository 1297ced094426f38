import { placeFlags, placeHelp, withEngine } from './engineClient.ts'
import { parseFlags, wholeNumber } from './flags.ts'
import { print, say } from './print.ts'
import { Failure, UsageError } from './run.ts'
import { confirm } from './secretInput.ts'
import { findUpstream } from './upstreams.ts'

const help = `Usage: sandpost release ID… --upstream WHICH [options]

Has a running Sandpost (--server) send captured messages on. Asks first, and says where they go.

  --upstream WHICH  id or name; see: sandpost upstreams list
  --to ADDRESS      instead of the recipients of the envelope; may be given several times
  --preview         show what would leave, and send nothing
  --yes             do not ask
  --json            print JSON
${placeHelp}  --help            this text
`

/** Releases captured messages from a terminal. */
export async function release(args: readonly string[], entryUrl: string): Promise<number> {
  const { values, positionals } = parseFlags(
    'release',
    args,
    {
      ...placeFlags,
      upstream: { type: 'string' },
      to: { type: 'string', multiple: true },
      preview: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
    true,
  )
  if (values.help || positionals.length === 0) {
    process.stdout.write(help)
    return values.help ? 0 : 2
  }
  const { upstream: which, to } = values
  if (which === undefined) throw new UsageError('--upstream is missing. See: sandpost upstreams list')
  const ids = positionals.map((id) => wholeNumber('id', id, 1, Number.MAX_SAFE_INTEGER) as number)
  return withEngine(values, entryUrl, async (client) => {
    const upstream = await findUpstream(client, which)
    if (values.preview) {
      for (const id of ids) {
        const preview = await client.outgoing.preview({ id, upstreamId: upstream.id, to })
        print(
          values.json,
          preview,
          ({ header, recipients, changes }) =>
            `Message ${id} would leave through ${upstream.name} to ${recipients.join(', ')}:\n\n${header}\n${changes.join('\n')}\n`,
        )
      }
      return 0
    }
    const where = to === undefined ? 'their own recipients' : to.join(', ')
    if (!values.yes && !(await confirm(`Send ${ids.length} messages through ${upstream.name} to ${where}?`)))
      throw new Failure('Not sent. Say --yes to send without being asked.')
    const result = await client.outgoing.releaseMany({ ids, upstreamId: upstream.id, to })
    if (values.json) return print(true, result, () => '')
    return say(
      `Released through ${upstream.name}: messages ${result.released}, deliveries ${result.deliveries}. What became of them: sandpost deliveries list`,
    )
  })
}
