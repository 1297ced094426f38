import type { ApiKey, Permission, SmtpCredential } from '../../shared/model/credential.ts'
import { Permission as Permissions } from '../../shared/model/credential.ts'
import type { Mode } from '../../shared/model/mode.ts'
import type { Client } from './client.ts'
import { duration, instant } from './times.ts'
import { placeFlags, placeHelp, withEngine } from './engineClient.ts'
import { parseFlags } from './flags.ts'
import { print } from './print.ts'
import { Failure, UsageError } from './run.ts'
import { confirm, readSecret } from './secretInput.ts'
import { table } from './table.ts'

const common = `  list                    all of them
  show WHICH              one of them
  create --name NAME      make one; its secret is printed once, alone on stdout
  rotate WHICH            a new secret; --grace 24h keeps the one before good for so long
  enable | disable WHICH
  mode WHICH sandbox|production
  delete WHICH            --yes does not ask

WHICH is an id, a user name, or a name that only one has.

  --mode M          sandbox (default) or production
  --domain D        only for this sender domain; may be given several times
  --subdomains      and for its subdomains
  --check-from      check the header From too
  --allow-ip R      only from this address or range; may be given several times
  --expires WHEN    2027-01-31, or from now: 30d, 12h
  --tag T           put on every message; may be given several times
  --note TEXT
  --json            print JSON
  --env             print the secret as lines for a .env file
`
const help = {
  credentials: `Usage: sandpost credentials COMMAND [options]

${common}  --username U      made when left out
  --password-env V  the password in this environment variable, instead of one that is made
  --readable        keep the password readable (sealed), so that it can be shown again
${placeHelp}  --help            this text
`,
  keys: `Usage: sandpost keys COMMAND [options]

${common}  --permission P    may be given several times (default: mail.send):
                    ${Permissions.options.join(', ')}
${placeHelp}  --help            this text
`,
}

const flags = {
  ...placeFlags,
  name: { type: 'string' },
  username: { type: 'string' },
  'password-env': { type: 'string' },
  readable: { type: 'boolean', default: false },
  permission: { type: 'string', multiple: true },
  mode: { type: 'string' },
  domain: { type: 'string', multiple: true },
  subdomains: { type: 'boolean', default: false },
  'check-from': { type: 'boolean', default: false },
  'allow-ip': { type: 'string', multiple: true },
  expires: { type: 'string' },
  tag: { type: 'string', multiple: true },
  note: { type: 'string' },
  grace: { type: 'string' },
  yes: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  env: { type: 'boolean', default: false },
} as const

type Item = SmtpCredential | ApiKey

/** SMTP credentials (`credentials`) and API keys (`keys`) from a terminal. */
export async function credentials(kind: 'credentials' | 'keys', args: readonly string[], entryUrl: string) {
  const { values, positionals } = parseFlags(kind, args, flags, true)
  const [command, which, ...more] = positionals
  if (values.help || command === undefined) {
    process.stdout.write(help[kind])
    return values.help ? 0 : 2
  }
  const isKeys = kind === 'keys'
  const needsOne = !['list', 'create'].includes(command)
  if (needsOne && which === undefined)
    throw new UsageError(`${command} needs an id or a name. See: sandpost ${kind} --help`)

  return withEngine(values, entryUrl, async (client) => {
    const room = isKeys ? client.apiKeys : client.smtpCredentials
    const item = needsOne ? await find(client, isKeys, which as string) : null
    switch (command) {
      case 'list':
        return print(values.json, await everything(client, isKeys), (items) =>
          table([heading(isKeys), ...items.map(row)]),
        )
      case 'show':
        return print(values.json, item as Item, describe)
      case 'create':
        return printSecret(await create(client, isKeys, values), values)
      case 'rotate': {
        const graceSeconds = duration('grace', values.grace ?? '0s')
        const { id } = item as Item
        if (isKeys) return printSecret(await client.apiKeys.rotate({ id, graceSeconds }), values)
        const password =
          values['password-env'] === undefined ? undefined : await readSecret('Password', values['password-env'])
        return printSecret(await client.smtpCredentials.rotate({ id, graceSeconds, password }), values)
      }
      case 'enable':
      case 'disable':
        return said(await room.update({ id: (item as Item).id, enabled: command === 'enable' }), `${command}d`)
      case 'mode': {
        const mode = modeOf(more[0])
        return said(await room.update({ id: (item as Item).id, mode }), `in ${mode} mode`)
      }
      case 'delete': {
        const { id, name, useCount } = item as Item
        const sure = values.yes || (await confirm(`Delete "${name}", which was used ${useCount} times?`))
        if (!sure) throw new Failure('Not deleted. Say --yes to delete without being asked.')
        await room.remove({ id })
        return said(item as Item, 'deleted')
      }
      default:
        throw new UsageError(`There is no "sandpost ${kind} ${command}". See: sandpost ${kind} --help`)
    }
  })
}

interface Wanted {
  readonly [flag: string]: string | boolean | (string | boolean)[] | undefined
}

async function create(client: Client, isKeys: boolean, values: Wanted) {
  const { name, expires } = values
  if (typeof name !== 'string') throw new UsageError('--name is missing.')
  const list = (flag: string) => (values[flag] as string[] | undefined) ?? []
  const chosen = {
    name,
    mode: values['mode'] === undefined ? undefined : modeOf(values['mode']),
    domains: list('domain'),
    includeSubdomains: values['subdomains'] === true,
    checkHeaderFrom: values['check-from'] === true,
    allowedIps: list('allow-ip'),
    expiresAt: typeof expires === 'string' ? instant('expires', expires) : null,
    tags: list('tag'),
    note: typeof values['note'] === 'string' ? values['note'] : '',
  }
  if (isKeys) return client.apiKeys.create({ ...chosen, permissions: permissions(list('permission')) })
  const variable = values['password-env'] as string | undefined
  return client.smtpCredentials.create({
    ...chosen,
    username: values['username'] as string | undefined,
    password: variable === undefined ? undefined : await readSecret('Password', variable),
    readable: values['readable'] === true,
  })
}

function modeOf(text: unknown): Mode {
  if (text === 'sandbox' || text === 'production') return text
  throw new UsageError('A mode is sandbox or production.')
}

function permissions(names: readonly string[]): Permission[] | undefined {
  const wrong = names.find((name) => !Permissions.safeParse(name).success)
  if (wrong !== undefined)
    throw new UsageError(`There is no permission "${wrong}". There are: ${Permissions.options.join(', ')}`)
  return names.length === 0 ? undefined : (names as Permission[])
}

async function everything(client: Client, isKeys: boolean): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | undefined
  do {
    const page = await (isKeys ? client.apiKeys : client.smtpCredentials).list({ limit: 1_000, cursor })
    items.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return items
}

async function find(client: Client, isKeys: boolean, which: string): Promise<Item> {
  const items = await everything(client, isKeys)
  const found =
    items.find(({ id }) => id === which) ?? items.find((item) => 'username' in item && item.username === which)
  if (found) return found
  const named = items.filter(({ name }) => name === which)
  if (named.length > 1) throw new Failure(`${named.length} have the name "${which}": use the id.`)
  if (!named[0])
    throw new Failure(`There is none called "${which}". See: sandpost ${isKeys ? 'keys' : 'credentials'} list`)
  return named[0]
}

function heading(isKeys: boolean): string[] {
  return ['NAME', isKeys ? 'KEY' : 'USER NAME', 'MODE', 'SCOPE', 'STATUS', 'USES', 'LAST USED', 'ID']
}

function row(item: Item): string[] {
  return [
    item.name,
    'username' in item ? item.username : `…${item.secretHint}`,
    item.mode,
    item.scope === 'global' ? 'global' : item.domains.join(','),
    status(item),
    String(item.useCount),
    item.lastUsedAt?.slice(0, 16).replace('T', ' ') ?? 'never',
    item.id,
  ]
}

function status({ enabled, expiresAt }: Item): string {
  if (!enabled) return 'disabled'
  return expiresAt !== null && Date.parse(expiresAt) <= Date.now() ? 'expired' : 'active'
}

function describe(item: Item): string {
  return table(
    Object.entries({ ...item, status: status(item) })
      .filter(([name]) => name !== 'usesPerDay')
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value ?? '')]),
  )
}

function said({ name }: Item, what: string): number {
  process.stdout.write(`${name} is ${what}.\n`)
  return 0
}

/** The secret alone on stdout, so that it can be piped; who it belongs to on stderr. */
function printSecret(made: Item & ({ password: string } | { key: string }), { json, env }: Wanted): number {
  const secret = 'password' in made ? made.password : made.key
  const username = 'username' in made ? made.username : 'apikey'
  if (json === true) process.stdout.write(`${JSON.stringify(made, null, 2)}\n`)
  else if (env === true) process.stdout.write(`SMTP_USERNAME=${username}\nSMTP_PASSWORD=${secret}\n`)
  else {
    process.stderr.write(`${made.name}: user name ${username}, and the secret below, which is not shown again.\n`)
    process.stdout.write(`${secret}\n`)
  }
  return 0
}
