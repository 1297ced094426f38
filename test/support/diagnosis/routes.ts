import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { findProgram } from '../programs.ts'

/** Addresses of a network of its own, by what becomes of connections to them. */
export const routed = {
  unreachable: '127.9.9.1',
  prohibit: '127.9.9.2',
  blackhole: '127.9.9.3',
} as const

/** An address of that network that is not loopback. */
export const notLoopback = '192.0.2.10'

/** Why no network namespace can be made here; null when it can. */
export function noNamespaces(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are a thing of Linux'
  if (findProgram('unshare') === null || findProgram('ip') === null) return 'unshare or ip is not installed'
  const tried = spawnSync('unshare', ['-n', 'true'])
  return tried.status === 0 ? null : 'this account may not make network namespaces'
}

/**
 * Runs a module with Node in a network of its own, in which `routed` says what becomes of a connection and nothing leads
 * out. Gives what it wrote, and rejects if it failed.
 */
export async function inOwnNetwork(module: string, args: readonly string[], { loopback = true } = {}): Promise<string> {
  const routes = loopback
    ? [
        'ip link set lo up',
        `ip addr add ${notLoopback}/32 dev lo`,
        ...Object.entries(routed).map(([kind, to]) => `ip route add ${kind} ${to}/32 table local`),
      ]
    : []
  const script = [...routes, 'exec "$@"'].join(' && ')
  const child = spawn('unshare', ['-n', 'sh', '-c', script, 'sh', process.execPath, module, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
  })
  let written = ''
  let complaint = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${module} ended with ${code}: ${complaint.slice(0, 2_000)}`)
  return written
}
