// TLS servers that are not ours, scripted ones among them, and connections to them that are counted.
import { type ChildProcess, spawn } from 'node:child_process'
import { getDiffieHellman } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import tls from 'node:tls'
import { sampleCertificate, type TestCertificate } from './certificates.ts'
import { der } from './der.ts'
import { findProgram } from './programs.ts'

/** Connections to one port of this machine, counted. */
export interface CountedOpener {
  readonly open: (signal: AbortSignal) => Promise<Socket>
  readonly made: number
  /** Most at the same time. */
  readonly mostAtOnce: number
  /** Not yet destroyed. */
  readonly left: number
}

/** `prepare`: what has to happen before the ClientHello, STARTTLS for one. */
export function openerTo(port: number, prepare: (socket: Socket) => Promise<void> = async () => {}): CountedOpener {
  const sockets = new Set<Socket>()
  const opener = {
    made: 0,
    mostAtOnce: 0,
    get left() {
      return sockets.size
    },
    async open(signal: AbortSignal): Promise<Socket> {
      opener.made += 1
      const socket = connect({ port, host: '127.0.0.1', autoSelectFamily: false })
      sockets.add(socket)
      opener.mostAtOnce = Math.max(opener.mostAtOnce, sockets.size)
      socket.once('close', () => sockets.delete(socket))
      await once(socket, 'connect', { signal })
      await prepare(socket)
      return socket
    },
  }
  return opener
}

/** The dialogue until the 220 of STARTTLS. */
export async function startTls(socket: Socket): Promise<void> {
  for (const command of ['', 'EHLO probe.example.test\r\n', 'STARTTLS\r\n']) {
    if (command !== '') socket.write(command)
    let reply = ''
    while (!/^\d{3} .*\r\n$/m.test(reply)) {
      const [chunk] = (await once(socket, 'data')) as [Buffer]
      reply += chunk.toString('latin1')
    }
    if (!reply.startsWith('2')) throw new Error(reply.trim())
  }
  socket.removeAllListeners('data').pause()
}

export interface RunningServer extends AsyncDisposable {
  readonly port: number
}

/** A server that does with each connection what the script says. */
export async function scripted(script: (socket: Socket) => void): Promise<RunningServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    script(socket)
  })
  return listen(server, sockets)
}

/** Answers the first bytes of a client with these. */
export const answering = (bytes: Uint8Array) =>
  scripted((socket) => {
    socket.once('data', () => socket.write(bytes))
  })

/** Node's own server. */
export async function nodeTls(
  options: tls.TlsOptions = {},
  certificate = sampleCertificate('valid'),
): Promise<RunningServer & { readonly server: tls.Server }> {
  const sockets = new Set<Socket>()
  const server = tls.createServer({ key: certificate.key, cert: certificate.chainPem, ...options }, (socket) => {
    socket.on('error', () => {})
    socket.write('220 here\r\n')
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  return Object.assign(await listen(server, sockets), { server })
}

async function listen(server: Server, sockets: ReadonlySet<Socket>): Promise<RunningServer> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** DH parameters of a known group as PEM: `modp2` has 1,024 bits, `modp14` 2,048. */
export function dhParameters(group: 'modp2' | 'modp14'): string {
  const prime = Buffer.concat([Buffer.from([0]), getDiffieHellman(group).getPrime()])
  const base64 = der.sequence(der.of(0x02, prime), der.integer(2)).toString('base64')
  return `-----BEGIN DH PARAMETERS-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END DH PARAMETERS-----\n`
}

export const hasOpenssl = findProgram('openssl') !== null

/** `openssl s_server` with these arguments besides the certificate; `second`: another one, of another kind of key. */
export async function sServer(
  args: readonly string[],
  certificate: TestCertificate = sampleCertificate('rsa'),
  second?: TestCertificate,
): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sandpost-tls-'))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const own = ['-cert', file('own.pem', certificate.pem), '-key', file('own.key', certificate.key)]
  const issuers = certificate.chainPem.slice(certificate.pem.length)
  const rest = issuers === '' ? [] : ['-cert_chain', file('chain.pem', issuers)]
  const other = second ? ['-dcert', file('second.pem', second.pem), '-dkey', file('second.key', second.key)] : []
  const port = await freePort()
  const child = spawn('openssl', ['s_server', '-accept', `127.0.0.1:${port}`, ...own, ...rest, ...other, ...args], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  await ready(child)
  return {
    port,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) {
        child.kill()
        await once(child, 'exit')
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function ready(child: ChildProcess): Promise<void> {
  if (!child.stdout) throw new Error('no output')
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) if (line.startsWith('ACCEPT')) break
  if (child.exitCode !== null) throw new Error('openssl s_server does not start')
  // Nobody reads on, and it must not wait for that.
  child.stdout.resume()
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** `gnutls-serv`, another library than everybody's, with these priorities. */
export async function gnutlsServer(priority: string, certificate: TestCertificate): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sandpost-gnutls-'))
  const [key, chain] = [join(folder, 'key.pem'), join(folder, 'chain.pem')]
  writeFileSync(key, certificate.key)
  writeFileSync(chain, certificate.chainPem)
  const port = await freePort()
  const args = ['--echo', '--nodb', '--noticket', '--port', String(port), '--priority', priority]
  const child = spawn('gnutls-serv', [...args, '--x509keyfile', key, '--x509certfile', chain], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  for await (const line of createInterface({ input: child.stderr })) if (line.includes('listening')) break
  child.stderr.resume()
  return {
    port,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) {
        child.kill()
        await once(child, 'exit')
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
