import { expect, it } from 'vitest'
import { certified } from '../../support/diagnosis/diagnose.ts'
import { runWith } from '../../support/diagnosis/runWith.ts'
import { during } from '../../support/diagnosis/during.ts'
import type { FaultServer } from '../../support/diagnosis/faultServer.ts'
import { startScriptedSmtp, silent, type SmtpScript } from '../../support/diagnosis/scriptedSmtp.ts'
import { healthy, healthyImplicit, plainFaults, tlsSwitchFaults } from '../../support/diagnosis/smtpFaults.ts'
import { startDropping, startSilent } from '../../support/diagnosis/tcpFaults.ts'

/** So long that a test which waited for it would fail. */
const never = { dns: 60_000, connect: 60_000, greeting: 60_000, silence: 60_000, command: 60_000, tls: 60_000 }
const login = { username: 'app', password: 'gZ9-catalogue-secret', tryLogin: true }
const dryRun = { from: 'a@example.test', to: 'b@example.test' }

const stages: [string, () => Promise<FaultServer>, object][] = [
  ['the greeting', () => startSilent(), {}],
  ['EHLO', () => startScriptedSmtp(plainFaults.silentAtEhlo), {}],
  ['STARTTLS', () => startScriptedSmtp({ ...healthy(certified()), startTls: silent }), {}],
  ['the handshake', () => startScriptedSmtp({ ...healthy(certified()), ...tlsSwitchFaults.silence }), {}],
  ['the handshake of implicit TLS', () => startSilent(), { patience: { ...never, silence: 50 } }],
  ['the login', () => served({ auth: silent }), { ...login }],
  ['the dry run', () => served({ rcpt: silent }), { dryRun }],
  ['the TLS versions', () => served({ greeting: laterConnections(1) }), {}],
  ['the deep look', () => served({ greeting: laterConnections(8) }), { depth: 'deep' }],
]

it.each(stages)('cancelled while it waits for %s, it ends and leaves no socket', async (_name, start, more) => {
  const server = await during(start())
  const { patience = never, ...question } = more as { patience?: typeof never }
  const cancelling = new AbortController()
  const running = runWith({ ports: [server.port], ...question }, { patience, signal: cancelling.signal })
  await quiet(server)
  cancelling.abort()
  const report = await running
  expect(report.state).toBe('cancelled')
  for (const { stages: records } of report.observations.endpoints) {
    expect(records.filter(({ state }) => state === 'running' || state === 'waiting')).toEqual([])
  }
  await server.idle()
  expect(server.open()).toBe(0)
})

it.runIf(process.platform === 'linux')('cancelled while it connects', async () => {
  const dropping = await during(startDropping())
  const cancelling = new AbortController()
  const running = runWith({ ports: [dropping.port] }, { patience: never, signal: cancelling.signal })
  setTimeout(() => cancelling.abort(), 100)
  expect((await running).state).toBe('cancelled')
})

it('cancelled before it begins, it makes no connection', async () => {
  const server = await during(startScriptedSmtp(healthy(certified())))
  const report = await runWith({ ports: [server.port] }, { signal: AbortSignal.abort() })
  expect(report.state).toBe('cancelled')
  expect(server.connections()).toBe(0)
})

it('what was seen before it was cancelled stays', async () => {
  const server = await during(startScriptedSmtp(plainFaults.silentAtEhlo))
  const cancelling = new AbortController()
  const running = runWith({ ports: [server.port] }, { patience: never, signal: cancelling.signal })
  await quiet(server)
  cancelling.abort()
  const report = await running
  expect(report.observations.endpoints[0]?.greeting?.lines).toEqual(['220 mail.test ESMTP'])
  expect(report.judgement.verdict.is).not.toBe('works')
})

it.each([
  ['works', () => startScriptedSmtp(healthyImplicit(certified()))],
  ['never says a word', () => startSilent()],
])('no socket is left when a diagnosis is done: the server %s', async (_name, start) => {
  const server = await during(start())
  await runWith({ ports: [server.port] })
  await server.idle()
  expect(server.open()).toBe(0)
})

const served = (script: SmtpScript) => startScriptedSmtp({ ...healthy(certified()), ...script })
/** Greets so many connections, and keeps the later ones waiting. */
const laterConnections =
  (greeted: number): SmtpScript['greeting'] =>
  (_line, connection) =>
    connection > greeted ? silent : '220 mail.test ESMTP'

/** Resolves once nothing new was said or opened for a while: the diagnosis waits. */
async function quiet(server: FaultServer): Promise<void> {
  for (let before = ''; ;) {
    const now = `${server.connections()} ${server.said.length}`
    if (now === before && server.connections() > 0) return
    before = now
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}
