import type { NewUpstream, Upstream, UpstreamPreset } from '../../shared/model/upstream.ts'
import { UpstreamSecurity } from '../../shared/model/upstream.ts'
import type { Client } from './client.ts'
import { placeFlags, placeHelp, withEngine } from './engineClient.ts'
import { parseFlags, wholeNumber } from './flags.ts'
import { print, say } from './print.ts'
import { Failure, UsageError } from './run.ts'
import { confirm, readSecret } from './secretInput.ts'
import { table } from './table.ts'

const help = `Usage: sandpost upstreams COMMAND [options]

Real SMTP servers that production mail leaves through.

  list                    all of them
  presets                 providers whose settings are known
  add --name NAME         from a preset (--preset sendgrid) or a server of your own (--host)
  set WHICH               another --host, --port, --security, --user or password (--password-env)
  test WHICH              connect; with --login log in as well. Sends nothing
  pause | resume WHICH
  remove WHICH            what waits for it is held

WHICH is an id or a name.

  --preset ID        see: sandpost upstreams presets
  --host H --port N  where it is
  --security S       ${UpstreamSecurity.options.join(', ')}
  --user U           user name
  --password-env V   the password in this environment variable; else it is asked for
  --default          mail that no route takes leaves through it
  --login            with test: log in too
  --yes              do not ask
  --json             print JSON
${placeHelp}  --help             this text
`

const flags = {
  ...placeFlags,
  name: { type: 'string' },
  preset: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  security: { type: 'string' },
  user: { type: 'string' },
  'password-env': { type: 'string' },
  default: { type: 'boolean', default: false },
  login: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const

/** Upstreams from a terminal. */
export async function upstreams(args: readonly string[], entryUrl: string): Promise<number> {
  const { values, positionals } = parseFlags('upstreams', args, flags, true)
  const [command, which] = positionals
  if (values.help || command === undefined) {
    process.stdout.write(help)
    return values.help ? 0 : 2
  }
  if (!['list', 'presets', 'add'].includes(command) && which === undefined)
    throw new UsageError(`${command} needs an id or a name. See: sandpost upstreams --help`)
  return withEngine(values, entryUrl, async (client) => {
    switch (command) {
      case 'list':
        return print(values.json, await client.upstreams.list(), (items) => table([heading, ...items.map(row)]))
      case 'presets':
        return print(values.json, await client.upstreams.presets(), (items) =>
          table([['ID', 'NAME', 'HOST', 'PORT', 'SECURITY'], ...items.map(presetRow)]),
        )
      case 'add': {
        const made = await client.upstreams.create(await wanted(client, values))
        if (values.default) {
          const routing = await client.routing.get()
          await client.routing.put({ ...routing, otherwise: { is: 'relay', upstreamId: made.id } })
        }
        return print(values.json, made, ({ name, id }) => `${name} is added (${id}).\n`)
      }
      case 'test': {
        const { id } = await findUpstream(client, which as string)
        const result = await client.upstreams.test({ id, login: values.login })
        print(values.json, result, ({ dialogue, summary }) => `${dialogue}\n\n${summary}\n`)
        return result.works ? 0 : 1
      }
      case 'set': {
        const { id, name, login } = await findUpstream(client, which as string)
        const username = values.user ?? (login.is === 'password' ? login.username : undefined)
        const variable = values['password-env']
        await client.upstreams.update({
          id,
          host: values.host,
          port: wholeNumber('port', values.port, 1, 65_535),
          security: values.security === undefined ? undefined : securityOf(values.security),
          ...(values.user !== undefined && { login: { is: 'password', username: values.user } }),
          ...(variable !== undefined && {
            secrets: { password: await readSecret(`Password of ${username ?? name}`, variable) },
          }),
        })
        return say(`${name} is changed.`)
      }
      case 'pause': {
        const { id, name } = await findUpstream(client, which as string)
        await client.upstreams.update({ id, paused: true })
        return say(`${name} is paused.`)
      }
      case 'resume': {
        const { id, name, paused } = await findUpstream(client, which as string)
        if (paused) await client.upstreams.update({ id, paused: false })
        await client.upstreams.resume({ id })
        return say(`${name} goes on.`)
      }
      case 'remove': {
        const { id, name, waiting } = await findUpstream(client, which as string)
        if (!values.yes && !(await confirm(`Remove "${name}", which ${waiting} deliveries wait for?`)))
          throw new Failure('Not removed. Say --yes to remove without being asked.')
        await client.upstreams.remove({ id })
        return say(`${name} is removed.`)
      }
      default:
        throw new UsageError(`There is no "sandpost upstreams ${command}". See: sandpost upstreams --help`)
    }
  })
}

/** By id, or by a name that only one has. */
export async function findUpstream(client: Client, which: string): Promise<Upstream> {
  const all = await client.upstreams.list()
  const found = all.find(({ id }) => id === which)
  const named = all.filter(({ name }) => name.toLowerCase() === which.toLowerCase())
  if (!found && named.length > 1) throw new Failure(`${named.length} have the name "${which}": use the id.`)
  const one = found ?? named[0]
  if (!one) throw new Failure(`There is no upstream called "${which}". See: sandpost upstreams list`)
  return one
}

type Values = ReturnType<typeof parseFlags<typeof flags>>['values']

async function wanted(
  client: Client,
  values: Values,
): Promise<Partial<NewUpstream> & Pick<NewUpstream, 'name' | 'host'>> {
  const preset = values.preset === undefined ? null : await findPreset(client, values.preset)
  const host = values.host ?? preset?.host
  if (host === undefined) throw new UsageError('Say --preset or --host.')
  const username = values.user ?? preset?.username ?? null
  return {
    name: values.name ?? preset?.name ?? host,
    host,
    port: wholeNumber('port', values.port, 1, 65_535) ?? preset?.port ?? 587,
    security: securityOf(values.security ?? preset?.security ?? 'starttls'),
    preset: preset?.id ?? null,
    ...preset?.limits,
    ...(username !== null && {
      login: { is: 'password', username },
      secrets: { password: await readSecret(`Password of ${username}`, values['password-env']) },
    }),
  }
}

function securityOf(text: string): UpstreamSecurity {
  const security = UpstreamSecurity.safeParse(text)
  if (!security.success) throw new UsageError(`--security takes ${UpstreamSecurity.options.join(', ')}.`)
  return security.data
}

async function findPreset(client: Client, which: string): Promise<UpstreamPreset> {
  const preset = (await client.upstreams.presets()).find(({ id }) => id.toLowerCase() === which.toLowerCase())
  if (!preset) throw new Failure(`There is no preset "${which}". See: sandpost upstreams presets`)
  return preset
}

const heading = ['NAME', 'SERVER', 'SECURITY', 'LOGIN', 'STATE', 'WAITING', 'ID']

function row({ name, host, port, security, login, paused, problem, waiting, id }: Upstream): string[] {
  const state = paused ? 'paused' : (problem?.is ?? 'ready')
  return [name, `${host}:${port}`, security, login.is === 'none' ? '' : login.username, state, String(waiting), id]
}

function presetRow({ id, name, host, port, security }: UpstreamPreset): string[] {
  return [id, name, host, String(port), security]
}
