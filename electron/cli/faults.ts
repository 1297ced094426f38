import { FaultScenario } from '../../shared/model/manners.ts'
import { placeFlags, placeHelp, withEngine } from './engineClient.ts'
import { parseFlags } from './flags.ts'
import { readJson } from './jsonFile.ts'
import { print, say } from './print.ts'
import { Failure, UsageError } from './run.ts'
import { table } from './table.ts'

const help = `Usage: sandpost faults COMMAND [options]

Faults on demand: listeners answer wrongly, late or not at all.

  list                    all scenarios
  on | off WHICH          WHICH is an id or a name
  put FILE                make or replace one by a JSON file ("-" reads standard input)
  remove WHICH

  --json            print JSON
${placeHelp}  --help            this text
`

/** Fault scenarios from a terminal. */
export async function faults(args: readonly string[], entryUrl: string): Promise<number> {
  const { values, positionals } = parseFlags(
    'faults',
    args,
    { ...placeFlags, json: { type: 'boolean', default: false } },
    true,
  )
  const [command, which] = positionals
  if (values.help || command === undefined) {
    process.stdout.write(help)
    return values.help ? 0 : 2
  }
  return withEngine(values, entryUrl, async ({ faultScenarios: room }) => {
    const all = await room.list()
    if (command === 'list')
      return print(values.json, all, (items) =>
        table([
          ['NAME', 'STATE', 'FAULTS', 'PORTS', 'ID'],
          ...items.map(({ name, active, faults: list, ports, id }) => [
            name,
            active ? 'on' : 'off',
            list.map(({ stage, effect }) => `${stage}: ${effect.is}`).join(', '),
            ports.length === 0 ? 'all' : ports.join(', '),
            id,
          ]),
        ]),
      )
    if (which === undefined)
      throw new UsageError(`${command} needs a name, an id or a file. See: sandpost faults --help`)
    if (command === 'put') {
      const { name } = await room.put(scenarioFrom(which))
      return say(`${name} is kept.`)
    }
    const scenario = all.find(({ id, name }) => id === which || name === which)
    if (!scenario) throw new Failure(`There is no scenario called "${which}". See: sandpost faults list`)
    if (command === 'on' || command === 'off') {
      await room.put({ ...scenario, active: command === 'on' })
      return say(`${scenario.name} is ${command}.`)
    }
    if (command === 'remove') {
      await room.remove({ id: scenario.id })
      return say(`${scenario.name} is removed.`)
    }
    throw new UsageError(`There is no "sandpost faults ${command}". See: sandpost faults --help`)
  })
}

/** Without an id, the name makes it: the same file put twice is the same scenario. */
function scenarioFrom(path: string): FaultScenario {
  const scenario = readJson(path, FaultScenario.partial({ id: true }), 'a scenario')
  const id = scenario.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
  return { id, ...scenario }
}
