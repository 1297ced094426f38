import { parseFlags, wholeNumber } from './flags.ts'
import { RestClient } from './rest.ts'

const help = `Usage: sandpost wait [options]

Blocks until a message matches and prints it as JSON, with the links and codes found in it. Exit 1 when none came.

  --search Q      what to wait for, as in the search box (default: any message)
  --timeout S     seconds (default: 30)
  --after ID      only messages newer than this one
  --server URL    the running Sandpost (default: http://127.0.0.1:8025)
  --help          this text

SANDPOST_API_KEY holds the API key the server was started with.
`

/** Waits for a message on a running Sandpost. */
export async function wait(args: readonly string[]): Promise<number> {
  const { values } = parseFlags('wait', args, {
    search: { type: 'string', default: '' },
    timeout: { type: 'string', default: '30' },
    after: { type: 'string', default: '0' },
    server: { type: 'string', default: 'http://127.0.0.1:8025' },
  })
  if (values.help) {
    process.stdout.write(help)
    return 0
  }
  const timeout = wholeNumber('timeout', values.timeout, 0, 86_400) ?? 0
  const after = wholeNumber('after', values.after, 0, Number.MAX_SAFE_INTEGER) ?? 0
  const message = await firstMatch(new RestClient(values.server), values.search, after, timeout)
  if (message === null) {
    process.stderr.write(`sandpost: no message matched within ${timeout} s.\n`)
    return 1
  }
  process.stdout.write(`${JSON.stringify(message, null, 2)}\n`)
  return 0
}

/** Asks again every minute: what lies between (proxies, fetch itself) gives up on answers that take longer. */
async function firstMatch(rest: RestClient, search: string, after: number, timeout: number): Promise<unknown> {
  const asking = Math.min(timeout, 60)
  const query = new URLSearchParams({ search, timeout: String(asking), after: String(after) })
  const response = await rest.fetch(`/messages/wait?${query.toString()}`, {}, [408])
  if (response.status !== 408) return response.json()
  return timeout > asking ? firstMatch(rest, search, after, timeout - asking) : null
}
