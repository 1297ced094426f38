import { parseFlags, wholeNumber } from './flags.ts'
import { RestClient } from './rest.ts'

const help = `Usage: sandpost wait [options]

Blocks until a message matches and prints it as JSON, with the links and codes found in it. Exit 1 when none came.

  --search Q      what to wait for, as in the search box (default: any message)
  --timeout S     seconds (default: 30, at most 600)
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
  const query = new URLSearchParams({
    search: values.search,
    timeout: String(wholeNumber('timeout', values.timeout, 0, 600)),
    after: String(wholeNumber('after', values.after, 0, Number.MAX_SAFE_INTEGER)),
  })
  const response = await new RestClient(values.server).fetch(`/messages/wait?${query.toString()}`, {}, [408])
  if (response.status === 408) {
    process.stderr.write(`sandpost: no message matched within ${values.timeout} s.\n`)
    return 1
  }
  process.stdout.write(`${JSON.stringify(await response.json(), null, 2)}\n`)
  return 0
}
