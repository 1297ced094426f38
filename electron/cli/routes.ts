import type { CredentialLabel } from '../../shared/model/credential.ts'
import { Routing, type Route, type RouteAction, type RouteConditions } from '../../shared/model/routing.ts'
import { placeFlags, placeHelp, withEngine } from './engineClient.ts'
import { parseFlags } from './flags.ts'
import { readJson } from './jsonFile.ts'
import { print, say } from './print.ts'
import { Failure, UsageError } from './run.ts'
import { table } from './table.ts'

const help = `Usage: sandpost routes COMMAND [options]

Which mail leaves through which upstream, and what the sandbox pretends.

  show                    in order; --json for all of it, in the form that "set" takes
  set FILE                replace all of it by a JSON file ("-" reads standard input)
  explain TO…             what would happen to a mail

  --from ADDRESS    with explain: the envelope sender
  --credential WHO  with explain: id or name of who sends it (default: nobody, which is captured only)
  --header 'N: V'   with explain: a header field; may be given several times
  --json            print JSON
${placeHelp}  --help            this text
`

/** Routes from a terminal. */
export async function routes(args: readonly string[], entryUrl: string): Promise<number> {
  const { values, positionals } = parseFlags(
    'routes',
    args,
    {
      ...placeFlags,
      from: { type: 'string' },
      credential: { type: 'string' },
      header: { type: 'string', multiple: true },
      json: { type: 'boolean', default: false },
    },
    true,
  )
  const [command, ...rest] = positionals
  if (values.help || command === undefined) {
    process.stdout.write(help)
    return values.help ? 0 : 2
  }
  return withEngine(values, entryUrl, async ({ routing: room, upstreams, credentials }) => {
    switch (command) {
      case 'show': {
        const names = new Map((await upstreams.list()).map(({ id, name }) => [id, name]))
        return print(values.json, await room.get(), (routing) => describe(routing, names))
      }
      case 'set': {
        if (rest[0] === undefined) throw new UsageError('set needs a file, or - for standard input.')
        await room.put(readJson(rest[0], Routing, 'a routing'))
        return say('The routes are replaced.')
      }
      case 'explain': {
        if (rest.length === 0) throw new UsageError('explain needs a recipient.')
        const answer = await room.explain({
          recipients: rest,
          sender: values.from,
          credentialId: values.credential === undefined ? null : idOf(await credentials.labels(), values.credential),
          headers: values.header?.map(headerOf),
        })
        return print(values.json, answer, ({ recipients }) =>
          recipients.map(({ recipient, because }) => `${recipient}: ${because}\n`).join(''),
        )
      }
      default:
        throw new UsageError(`There is no "sandpost routes ${command}". See: sandpost routes --help`)
    }
  })
}

function idOf(labels: readonly CredentialLabel[], which: string): string {
  const living = labels.filter(({ deleted }) => !deleted)
  const found = living.find(({ id }) => id === which) ?? living.find(({ name }) => name === which)
  if (!found) throw new Failure(`There is no credential or key called "${which}". See: sandpost credentials list`)
  return found.id
}

function headerOf(text: string): { name: string; value: string } {
  const at = text.indexOf(':')
  if (at < 1) throw new UsageError(`--header takes "Name: value", not "${text}".`)
  return { name: text.slice(0, at).trim(), value: text.slice(at + 1).trim() }
}

function describe(routing: Routing, names: ReadonlyMap<string, string>): string {
  const rows = routing.routes.map((route, index) => [
    String(index + 1),
    route.name,
    route.enabled ? 'on' : 'off',
    conditionsOf(route),
    actionOf(route.action, names),
  ])
  const net = [
    routing.everythingTo === null ? '' : `Everything that leaves goes to ${routing.everythingTo}.\n`,
    routing.allowedRecipients.length === 0
      ? ''
      : `Allowed recipients: ${routing.allowedRecipients.join(', ')}; others are held.\n`,
  ]
  return `${table([['', 'NAME', 'STATE', 'TAKES', 'DOES'], ...rows, ['', '', '', 'the rest', actionOf(routing.otherwise, names)]])}${net.join('')}`
}

function conditionsOf({ conditions }: Route): string {
  const words: readonly [keyof RouteConditions, string][] = [
    ['credentialIds', 'from'],
    ['senderDomains', 'sender in'],
    ['recipientDomains', 'to'],
    ['tags', 'tagged'],
  ]
  const parts = words.flatMap(([key, word]) => {
    const list = conditions[key]
    return Array.isArray(list) && list.length > 0 ? [`${word} ${list.join(', ')}`] : []
  })
  if (conditions.header) parts.push(`${conditions.header.name}: ${conditions.header.value}`)
  return parts.length > 0 ? parts.join(' and ') : 'everything'
}

function actionOf(action: RouteAction, names: ReadonlyMap<string, string>): string {
  if (action.is === 'capture') return 'captured only'
  if (action.is === 'reject') return `refused: ${action.code} ${action.text}`
  return `leaves through ${names.get(action.upstreamId) ?? 'an upstream that was removed'}`
}
