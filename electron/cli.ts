#!/usr/bin/env node
// Command line: `sandpost <command>`. What each does stands in cli/, loaded when it is asked for.
import { run, UsageError } from './cli/run.ts'
import { versionOf } from './host.ts'

const help = `Usage: sandpost <command> [options]

  serve     run the SMTP server and the inbox without a window
  send      send one message and print the dialogue
  wait      block until a message matches, print it as JSON
  diagnose  why mail does not leave: names, ports, TLS, certificate, login, and settings that work
  import    put .eml, mbox or Maildir into the inbox
  export    write messages to an mbox file or a folder
  credentials, keys
            SMTP credentials and API keys: list, create, rotate, disable, delete
  vault     unlock it, passphrase, recovery code, backup, audit trail
  upstreams, routes, deliveries, release, suppressions
            what leaves, through whom, and what became of it
  webhooks  endpoints that are told of it
  faults    listeners that answer wrongly, late or not at all
  sandbox-lock
            whether mail may leave: status, on, off

  sandpost <command> --help tells more. sandpost --version
`

run(() => command(process.argv.slice(2)))

async function command([name, ...args]: string[]): Promise<number> {
  switch (name) {
    case 'serve':
      return (await import('./cli/serve.ts')).serve(args, import.meta.url)
    case 'send':
      return (await import('./cli/send.ts')).send(args)
    case 'wait':
      return (await import('./cli/wait.ts')).wait(args)
    case 'diagnose':
      return (await import('./cli/diagnose.ts')).diagnose(args, import.meta.url)
    case 'import':
      return (await import('./cli/import.ts')).importFiles(args, import.meta.url)
    case 'export':
      return (await import('./cli/export.ts')).exportMessages(args, import.meta.url)
    case 'credentials':
    case 'keys':
      return (await import('./cli/credentials.ts')).credentials(name, args, import.meta.url)
    case 'vault':
      return (await import('./cli/vault.ts')).vault(args, import.meta.url)
    case 'sandbox-lock':
      return (await import('./cli/sandboxLock.ts')).sandboxLock(args, import.meta.url)
    case 'upstreams':
      return (await import('./cli/upstreams.ts')).upstreams(args, import.meta.url)
    case 'routes':
      return (await import('./cli/routes.ts')).routes(args, import.meta.url)
    case 'deliveries':
      return (await import('./cli/deliveries.ts')).deliveries(args, import.meta.url)
    case 'release':
      return (await import('./cli/release.ts')).release(args, import.meta.url)
    case 'suppressions':
      return (await import('./cli/suppressions.ts')).suppressions(args, import.meta.url)
    case 'webhooks':
      return (await import('./cli/webhooks.ts')).webhooks(args, import.meta.url)
    case 'faults':
      return (await import('./cli/faults.ts')).faults(args, import.meta.url)
    case '--version':
      process.stdout.write(`${versionOf(import.meta.url)}\n`)
      return 0
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(help)
      return name === undefined ? 2 : 0
    default:
      throw new UsageError(`There is no command "${name}". See: sandpost --help`)
  }
}
