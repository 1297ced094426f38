import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { createConnection, createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findProgram } from './programs.ts'

/** A real Postfix of our own on loopback: takes mail and sends everything on to one port. */
export interface Postfix {
  readonly port: number
  /** Its queue directory. */
  readonly queue: string
  /** `postfix -c … <command>` and its like. */
  run(program: string, ...args: string[]): string
  stop(): void
}

/** Null where Postfix cannot be run: it is not here, or we are not root. */
export async function startPostfix(sinkPort: number, settings = ''): Promise<Postfix | null> {
  const postfix = findProgram('postfix')
  if (postfix === null || process.getuid?.() !== 0) return null
  const uid = Number(spawnSync('id', ['-u', 'postfix'], { encoding: 'utf8' }).stdout)
  // Its daemons run as another user and have to get here.
  const folder = mkdtempSync('/var/tmp/sandpost-postfix-')
  spawnSync('chmod', ['755', folder])
  for (const name of ['conf', 'queue', 'data']) mkdirSync(join(folder, name))
  chownSync(join(folder, 'data'), uid, -1)
  const port = await freePort()
  writeFileSync(join(folder, 'conf', 'main.cf'), main(folder, sinkPort) + settings)
  writeFileSync(join(folder, 'conf', 'master.cf'), master(port))
  const run = (program: string, ...args: string[]) => {
    const { stdout, stderr } = spawnSync(program, ['-c', join(folder, 'conf'), ...args], { encoding: 'utf8' })
    return stdout + stderr
  }
  run('postfix', 'start')
  await listening(port)
  return {
    port,
    queue: join(folder, 'queue'),
    run,
    stop() {
      run('postfix', 'stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const main = (folder: string, sinkPort: number) => `
compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = postfix.test
mydestination =
local_recipient_maps =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
relayhost = [127.0.0.1]:${sinkPort}
smtp_host_lookup = native
smtpd_peername_lookup = no
smtpd_relay_restrictions = permit_mynetworks, reject
alias_maps =
alias_database =
maillog_file = ${folder}/data/log
maillog_file_prefixes = /var
smtp_tls_security_level = none
smtputf8_enable = yes
`

const master = (port: number) =>
  [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'proxymap unix - - n - - proxymap',
    'smtp unix - - n - - smtp',
    'relay unix - - n - - smtp',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    'showq unix n - n - - showq',
    'postlog unix-dgram n - n - 1 postlogd',
    '',
  ].join('\n')

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** There is nothing to wait for but the port itself. */
async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = createConnection(port, '127.0.0.1')
    const open = await once(socket, 'data').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (open) return
    await sleep(100)
  }
  throw new Error('Postfix does not listen')
}
