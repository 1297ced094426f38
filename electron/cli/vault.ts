import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { VaultStatus } from '../../shared/model/vault.ts'
import { placeFlags, placeHelp, withEngine } from './engineClient.ts'
import { parseFlags } from './flags.ts'
import { Failure, UsageError } from './run.ts'
import { readSecret } from './secretInput.ts'
import { table } from './table.ts'

const help = `Usage: sandpost vault COMMAND [options]

  status           whether the vault is open, and what opens it
  unlock           open it by passphrase, or with --recovery by the recovery code
  passphrase       set or change the passphrase; --remove takes it away
  recovery-code    make a new recovery code; the one before stops to work
  backup FILE      the whole vault as one file, encrypted with a passphrase of its own
  restore FILE     put a backup back; --replace throws away what is there now
  audit            what was done to the vault, newest first

Secrets are typed, or read from the environment variable that is named, never taken from the arguments:

  --passphrase-env V   the passphrase (of the vault, or of the backup)
  --current-env V      the present passphrase, when it is changed
  --code-env V         the recovery code
${placeHelp}  --json           print JSON
  --help           this text
`

/** The vault itself from a terminal. */
export async function vault(args: readonly string[], entryUrl: string): Promise<number> {
  const { values, positionals } = parseFlags(
    'vault',
    args,
    {
      ...placeFlags,
      'passphrase-env': { type: 'string' },
      'current-env': { type: 'string' },
      'code-env': { type: 'string' },
      recovery: { type: 'boolean', default: false },
      remove: { type: 'boolean', default: false },
      replace: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
    true,
  )
  const [command, path] = positionals
  if (values.help || command === undefined) {
    process.stdout.write(help)
    return values.help ? 0 : 2
  }
  const passphrase = () => readSecret('Passphrase', values['passphrase-env'])
  const tell = (status: VaultStatus) => write(values.json ? JSON.stringify(status, null, 2) : sentence(status))

  return withEngine(values, entryUrl, async ({ vault: room }) => {
    switch (command) {
      case 'status':
        return tell(await room.status())
      case 'unlock': {
        const byCode = values.recovery || values['code-env'] !== undefined
        const by = byCode
          ? { recoveryCode: await readSecret('Recovery code', values['code-env']) }
          : { passphrase: await passphrase() }
        return tell(await room.unlock(by))
      }
      case 'passphrase': {
        const { openers } = await room.status()
        const current = openers.includes('passphrase')
          ? await readSecret('Present passphrase', values['current-env'])
          : undefined
        return tell(await room.setPassphrase({ current, passphrase: values.remove ? null : await passphrase() }))
      }
      case 'recovery-code':
        process.stderr.write('Write it down and keep it away from this machine. It is not shown again.\n')
        return write((await room.makeRecoveryCode()).code)
      case 'backup': {
        const file = await room.backup({ passphrase: await passphrase() })
        writeFileSync(needed(path), Buffer.from(await file.arrayBuffer()), { mode: 0o600 })
        return write(`The vault was written to ${path}. Its passphrase opens it, and nothing else does.`)
      }
      case 'restore': {
        const file = new File([readBackup(needed(path))], basename(needed(path)))
        const restored = await room.restore({ file, passphrase: await passphrase(), replace: values.replace })
        return write(`Restored: SMTP credentials ${restored.smtpCredentials}, API keys ${restored.apiKeys}.`)
      }
      case 'audit': {
        const { items } = await room.audit({ limit: 1_000 })
        if (values.json) return write(JSON.stringify(items, null, 2))
        const rows = items.map(({ at, actor, action, target, detail }) => [
          at,
          actor.name,
          action,
          target?.name ?? '',
          detail,
        ])
        process.stdout.write(table([['WHEN', 'WHO', 'WHAT', 'WHICH', 'DETAIL'], ...rows]))
        return 0
      }
      default:
        throw new UsageError(`There is no "sandpost vault ${command}". See: sandpost vault --help`)
    }
  })
}

function sentence({ state, problem, openers }: VaultStatus): string {
  const ways = openers.length === 0 ? 'nothing yet' : openers.join(', ')
  return state === 'open'
    ? `The vault is open. It is opened by: ${ways}.`
    : `The vault is locked. ${problem ?? ''}`.trim()
}

function needed(path: string | undefined): string {
  if (path === undefined) throw new UsageError('The name of the file is missing. See: sandpost vault --help')
  return path
}

function readBackup(path: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(path))
  } catch (error) {
    throw new Failure(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`)
  }
}

function write(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}
