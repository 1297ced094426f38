import { expect, it } from 'vitest'
import { certified, diagnose } from '../../support/diagnosis/diagnose.ts'
import { during } from '../../support/diagnosis/during.ts'
import { startFaultServer, type FaultServer } from '../../support/diagnosis/faultServer.ts'
import { closes, converse, startScriptedSmtp, type SmtpScript } from '../../support/diagnosis/scriptedSmtp.ts'
import { healthy, healthyImplicit, plainFaults, rateLimited } from '../../support/diagnosis/smtpFaults.ts'

/** One conversation, and one for each of TLS 1.3, 1.2, 1.1, 1.0 and SSLv3. */
const quick = 6

it('a quick diagnosis makes a connection for the conversation and one for each TLS version', async () => {
  const server = await during(startScriptedSmtp(healthy(certified())))
  const report = await diagnose({ ports: [server.port] })
  expect(server.connections()).toBe(counted(report))
  expect(server.connections()).toBeLessThanOrEqual(quick)
})

it('TLS from the first byte costs one connection more: the port was listened to first', async () => {
  const server = await during(startScriptedSmtp(healthyImplicit(certified())))
  const report = await diagnose({ ports: [server.port] })
  expect(server.connections()).toBe(counted(report))
  expect(server.connections()).toBeLessThanOrEqual(quick + 2)
})

it('depth reach makes one connection, says QUIT and nothing else', async () => {
  const server = await during(startScriptedSmtp(healthy(certified())))
  await diagnose({ ports: [server.port], depth: 'reach' })
  await server.idle()
  expect(server.said).toEqual(['1 QUIT'])
})

it('a greeting that has arrived while this process was busy is heard: no other connection tries TLS', async () => {
  const server = await during(
    startFaultServer((peer) => {
      const greet = () => {
        peer.socket.write('220 mail.test ESMTP\r\n')
        // Nobody reads for longer than a port may be silent; then timers have their turn before sockets do.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
      }
      peer.later(50, () => setImmediate(greet))
    }),
  )
  const report = await diagnose({ ports: [server.port], depth: 'reach' }, { patience: { silence: 200 } })
  expect(counted(report)).toBe(1)
})

it('version probes come two at a time at most', async () => {
  const server = await during(startScriptedSmtp(healthy(certified())))
  await diagnose({ ports: [server.port] })
  expect(server.mostOpen()).toBeLessThanOrEqual(3)
})

it.each([
  ['STARTTLS', healthy],
  ['implicit TLS', healthyImplicit],
] as const)('a deep diagnosis stays within 80 connections, one at a time (%s)', async (_name, script) => {
  const server = await during(startScriptedSmtp(script({ ...certified('rsa'), ciphers: 'ALL:@SECLEVEL=0' })))
  const report = await diagnose({ ports: [server.port], depth: 'deep' })
  expect(report.observations.endpoints[0]?.deep).not.toBeNull()
  expect(server.connections()).toBe(counted(report))
  expect(server.connections()).toBeLessThanOrEqual(80)
  expect(server.mostOpen()).toBeLessThanOrEqual(3)
})

it('two ports of a host share the 80 connections', async () => {
  const tls = { ...certified('rsa'), ciphers: 'ALL:@SECLEVEL=0' }
  const one = await during(startScriptedSmtp(healthy(tls)))
  const other = await during(startScriptedSmtp(healthyImplicit(tls)))
  await diagnose({ ports: [one.port, other.port], depth: 'deep' })
  expect(one.connections() + other.connections()).toBeLessThanOrEqual(80)
})

it('sixteen ports share the 80 connections to the last one', async () => {
  const script = healthy(certified())
  const servers = await Promise.all(Array.from({ length: 16 }, () => during(startScriptedSmtp(script))))
  const ports = servers.map(({ port }) => port)
  // For another name the certificate is not good enough, so that it looks elsewhere as well.
  const question = { ports: ports.slice(0, 8), elsewhere: ports.slice(8), serverName: 'other.test' }
  const report = await diagnose(question)
  expect(servers.reduce((sum, server) => sum + server.connections(), 0)).toBe(80)
  expect(counted(report)).toBe(80)
})

it('421 on one port ends the version probes that another has under way', async () => {
  const probing = Promise.withResolvers<void>()
  const heard = Promise.withResolvers<void>()
  const busy = await during(
    startFaultServer(({ socket }) => {
      socket.resume().once('close', () => heard.resolve())
      void probing.promise.then(() => socket.end('421 4.7.0 mail.test Too many connections\r\n'))
    }),
  )
  const script = healthy(certified())
  const other = await during(
    startFaultServer((peer) => {
      if (peer.number === 1) return converse(peer, script, peer.socket)
      if (peer.number === 3) probing.resolve()
      // Both probes are greeted when the 421 has been heard.
      void heard.promise.then(() => converse(peer, script, peer.socket))
    }),
  )
  await diagnose({ ports: [busy.port, other.port] }, { patience: { silence: 10_000, greeting: 10_000 } })
  expect(busy.connections()).toBe(1)
  // Its conversation, and the two probes that were on their way.
  expect(other.connections()).toBe(3)
})

it('every conversation that stood ends with QUIT', async () => {
  const server = await during(startScriptedSmtp(plainFaults.noStartTls))
  await diagnose({ ports: [server.port] })
  await server.idle()
  expect(withoutQuit(server)).toEqual([])
})

it('with STARTTLS the conversation ends with QUIT within TLS', async () => {
  const server = await during(startScriptedSmtp(healthy(certified())))
  await diagnose({ ports: [server.port] })
  await server.idle()
  const first = server.said.filter((line) => line.startsWith('1 ')).map((line) => line.slice(2).split(' ')[0])
  expect(first).toEqual(['EHLO', 'STARTTLS', 'EHLO', 'QUIT'])
})

it.each([3, 4, 6])('after 421 on connection %i nothing new is begun', async (limit) => {
  const server = await during(startScriptedSmtp(rateLimited(healthy(certified()), limit - 1)))
  await diagnose({ ports: [server.port], depth: 'deep' })
  // Two version probes may have been on their way together.
  expect(server.connections()).toBeLessThanOrEqual(limit + 1)
})

it('421 on one port leaves the others of the host alone as well', async () => {
  const busy = await during(startScriptedSmtp(plainFaults.busy))
  const other = await during(startScriptedSmtp(healthy(certified())))
  const report = await diagnose({ ports: [busy.port, other.port] })
  expect(busy.connections()).toBe(1)
  // The first connections to each port are made together.
  expect(other.connections()).toBeLessThanOrEqual(1)
  expect(report.state).toBe('done')
})

it('421 in answer to STARTTLS or AUTH stops everything, too', async () => {
  const atStartTls = await during(
    startScriptedSmtp({ ...healthy(certified()), startTls: closes('421 4.7.0 Try again later') }),
  )
  await diagnose({ ports: [atStartTls.port] })
  expect(atStartTls.connections()).toBe(1)
  const atAuth = await during(startScriptedSmtp({ ...healthy(certified()), auth: closes('421 4.7.0 Too many') }))
  const login = { username: 'app', password: 'gZ9-catalogue-secret\n', tryLogin: true }
  await diagnose({ ports: [atAuth.port], ...login })
  expect(atAuth.said.filter((line) => line.includes('AUTH'))).toHaveLength(1)
})

it('speaks only after the greeting, on every connection: servers throw early talkers out', async () => {
  const early: number[] = []
  const script: SmtpScript = { ...healthy(certified()), greeting: '220 mail.test ESMTP' }
  const server = await during(
    startFaultServer((peer) => {
      const talk = (): void => void early.push(peer.number)
      peer.socket.once('data', talk)
      peer.later(250, () => {
        peer.socket.off('data', talk)
        converse(peer, script, peer.socket)
      })
    }),
  )
  const report = await diagnose({ ports: [server.port] }, { patience: { silence: 1_000 } })
  expect(report.judgement.verdict.is).toBe('works')
  expect(early).toEqual([])
})

const counted = (report: Awaited<ReturnType<typeof diagnose>>) =>
  report.observations.endpoints.reduce((sum, { connections }) => sum + connections, 0)

/** Connections that said EHLO and never QUIT. */
function withoutQuit({ said }: FaultServer): string[] {
  const of = (verb: string) => said.filter((line) => line.split(' ')[1] === verb).map((line) => line.split(' ')[0])
  const quit = new Set(of('QUIT'))
  return [...new Set(of('EHLO'))].filter((connection) => !quit.has(connection)).map(String)
}
