import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Who listens on a local TCP port, e.g. `postfix (process 812)`; null where the system does not tell. */
export async function portOwner(port: number): Promise<string | null> {
  try {
    if (process.platform === 'linux') return await onLinux(port)
    if (process.platform === 'win32') return await onWindows(port)
    return await withLsof(port)
  } catch {
    return null
  }
}

/** The socket's inode stands in /proc/net/tcp; its owner has a file descriptor that links to it. */
async function onLinux(port: number): Promise<string | null> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8')))
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const inodes = tables
    .flatMap((table) => table.split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    // Column 1 is address:port, 3 the state (0A is LISTEN), 9 the inode.
    .filter((columns) => columns[1]?.endsWith(`:${hex}`) && columns[3] === '0A')
    .map((columns) => `socket:[${columns[9]}]`)
  if (inodes.length === 0) return null
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => [])
    const links = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')))
    if (links.some((link) => inodes.includes(link))) return named(await commandOnLinux(pid), pid)
  }
  return null
}

/** `node serve.ts` says more than `node`: of an interpreter, its script is named too. */
async function commandOnLinux(pid: string): Promise<string> {
  const [command = '', script = ''] = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')
  const name = basename(command)
  const isInterpreter = /^(node|python|ruby|perl|php|java)[\d.]*$/.test(name)
  return isInterpreter && script !== '' && !script.startsWith('-') ? `${name} ${basename(script)}` : name
}

async function withLsof(port: number): Promise<string | null> {
  const { stdout } = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { timeout: 3_000 })
  const pid = /^p(\d+)$/m.exec(stdout)?.[1]
  const command = /^c(.+)$/m.exec(stdout)?.[1]
  return pid && command ? named(command, pid) : null
}

async function onWindows(port: number): Promise<string | null> {
  const { stdout } = await run('netstat', ['-ano', '-p', 'TCP'], { timeout: 3_000, windowsHide: true })
  const pid = new RegExp(`^\\s*TCP\\s+\\S+:${port}\\s+\\S+:0\\s+\\S+\\s+(\\d+)\\s*$`, 'm').exec(stdout)?.[1]
  if (!pid) return null
  const task = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'], {
    timeout: 3_000,
    windowsHide: true,
  })
  const name = /^"([^"]+)"/.exec(task.stdout.trim())?.[1]
  return name ? named(name, pid) : null
}

function named(command: string, pid: string): string {
  return Number(pid) === process.pid ? 'Sandpost itself' : `${command} (process ${pid})`
}
