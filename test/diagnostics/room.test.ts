import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openMailDatabase, type MailDatabase } from '../../electron/engine/database/open.ts'
import { openDiagnostics } from '../../electron/engine/diagnostics/open.ts'
import type { DiagnosisTools } from '../../electron/engine/diagnostics/run.ts'
import type { Diagnostics } from '../../electron/engine/diagnostics/types.ts'
import { DiagnosisRequest } from '../../shared/model/diagnosis/question.ts'
import type { Report } from '../../shared/model/diagnosis/report.ts'
import type { FaultServer } from '../support/diagnosis/faultServer.ts'
import { startScriptedSmtp } from '../support/diagnosis/scriptedSmtp.ts'
import { startSilent } from '../support/diagnosis/tcpFaults.ts'
import { makeFolder } from '../support/store.ts'

let folder: ReturnType<typeof makeFolder>
let db: MailDatabase
let room: Diagnostics
let changes = 0
const servers: FaultServer[] = []

const tools: DiagnosisTools = {
  version: '0.0.0-test',
  provider: () => null,
  upstream: () => Promise.reject(new Error('There is no upstream.')),
  listeners: () => [],
  ca: () => null,
}

function open(others: Partial<DiagnosisTools> = {}): Diagnostics {
  return openDiagnostics({
    db,
    tools: { ...tools, ...others },
    changed: () => (changes += 1),
    watchChanged: () => undefined,
    watchRemoved: () => undefined,
    watching: true,
  })
}

beforeEach(() => {
  folder = makeFolder()
  db = openMailDatabase(folder.path)
  changes = 0
  room = open()
})
afterEach(async () => {
  await room.close()
  await Promise.all(servers.splice(0).map((server) => server.close()))
  db.close()
  folder.remove()
})

async function serving(started: Promise<FaultServer>): Promise<FaultServer> {
  const server = await started
  servers.push(server)
  return server
}

const asking = ({ port }: { port: number }) =>
  DiagnosisRequest.parse({ host: '127.0.0.1', ports: [port], elsewhere: [] })

async function last(reports: AsyncIterable<Report>): Promise<Report[]> {
  const seen: Report[] = []
  for await (const report of reports) seen.push(report)
  return seen
}

describe('a diagnosis', () => {
  it('is followed while it runs, by several at once, to the whole report, which is kept', async () => {
    const server = await serving(startScriptedSmtp({}))
    const id = await room.start(asking(server))
    const [one, other] = await Promise.all([last(room.follow(id, undefined)), last(room.follow(id, undefined))])
    expect(one[0]?.state).toBe('running')
    expect(one.at(-1)).toMatchObject({ id, state: 'done', observations: { endpoints: [{ greeting: { code: 220 } }] } })
    expect(other.at(-1)).toEqual(one.at(-1))
    expect(room.get(id)).toEqual(one.at(-1))
    expect(await last(room.follow(id, undefined))).toEqual([one.at(-1)])
    expect(changes).toBe(2)
  })

  it('that is stopped keeps what was seen, says that it was stopped, and leaves no connection', async () => {
    const server = await serving(startSilent())
    const id = await room.start(asking(server))
    const stop = new AbortController()
    for await (const report of room.follow(id, stop.signal))
      if (report.observations.endpoints.some(({ reach }) => reach?.is === 'open')) stop.abort()
    const report = await room.cancel(id)
    expect(report).toMatchObject({ id, state: 'cancelled', judgement: { verdict: { is: 'couldNotCheck' } } })
    expect(report.observations.endpoints[0]?.stages.filter(({ state }) => state === 'running')).toEqual([])
    expect(room.get(id)).toEqual(report)
    await server.idle()
    expect(await room.cancel(id)).toEqual(report)
  })

  it('ends when whoever waits for it hangs up', async () => {
    const server = await serving(startSilent())
    const caller = new AbortController()
    const running = room.run(asking(server), caller.signal)
    while (server.connections() === 0) await new Promise((resolve) => setImmediate(resolve))
    caller.abort()
    expect((await running).state).toBe('cancelled')
    await server.idle()
  })

  it('that runs cannot be removed; one that has ended can', async () => {
    const server = await serving(startSilent())
    const id = await room.start(asking(server))
    expect(() => room.remove(id)).toThrow('still runs')
    await room.cancel(id)
    room.remove(id)
    expect(() => room.get(id)).toThrow('There is no diagnosis with this id')
    expect(() => room.remove(id)).toThrow('There is no diagnosis with this id')
  })

  it('tooMany: the ninth at once is refused, and the eight go on', async () => {
    const server = await serving(startSilent())
    const ids = await Promise.all(Array.from({ length: 8 }, () => room.start(asking(server))))
    await expect(room.start(asking(server))).rejects.toMatchObject({ code: 'TOO_MANY' })
    for (const id of ids) expect((await room.cancel(id)).state).toBe('cancelled')
  })

  it('tooMany: those that are only about to begin count as well', async () => {
    const server = await serving(startSilent())
    const upstreams = Promise.withResolvers<never>()
    await room.close()
    room = open({ upstream: () => upstreams.promise })
    const waiting = Array.from({ length: 8 }, () => room.start(DiagnosisRequest.parse({ upstreamId: 'u' })))
    await expect(room.start(asking(server))).rejects.toMatchObject({ code: 'TOO_MANY' })
    upstreams.reject(new Error('The vault is locked.'))
    for (const one of await Promise.allSettled(waiting)) expect(one.status).toBe('rejected')
    // What did not come about takes no place.
    await room.cancel(await room.start(asking(server)))
  })

  it('that is about to begin when the room is closed does not begin', async () => {
    const server = await serving(startSilent())
    const starting = room.start(asking(server))
    await room.close()
    await expect(starting).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(room.list({ search: '', limit: 10 }).total).toBe(0)
    expect(server.connections()).toBe(0)
  })

  it('that cannot be judged is kept as failed, ends for whoever follows, and does not take the process along', async () => {
    const server = await serving(startSilent())
    let begun = false
    const judged = Promise.withResolvers<void>()
    await room.close()
    // The first answer is that of the beginning; from then on a rule has a fault.
    room = open({
      provider: () => {
        if (begun) {
          judged.resolve()
          throw new Error('a rule with a fault')
        }
        begun = true
        return null
      },
    })
    const id = await room.start(asking(server))
    const seen = last(room.follow(id, undefined))
    await judged.promise
    const report = await room.cancel(id)
    expect(report).toMatchObject({ id, state: 'failed', ended: 'The diagnosis failed: a rule with a fault' })
    expect((await seen).at(-1)).toEqual(report)
    expect(room.get(id)).toEqual(report)
  })

  it('that cannot be kept ends for whoever follows', async () => {
    const server = await serving(startSilent())
    const id = await room.start(asking(server))
    const seen = last(room.follow(id, undefined))
    db.command("CREATE TRIGGER full BEFORE UPDATE ON diagnoses BEGIN SELECT RAISE(ABORT, 'disk full'); END").run()
    await expect(room.cancel(id)).rejects.toThrow('disk full')
    await expect(seen).rejects.toThrow('disk full')
  })

  it('that Sandpost was closed under is kept with what was seen', async () => {
    const server = await serving(startSilent())
    const id = await room.start(asking(server))
    await room.close()
    expect(room.get(id)).toMatchObject({ state: 'cancelled' })
  })

  it('of an upstream that is not there is refused before anything is kept', async () => {
    await expect(room.start(DiagnosisRequest.parse({ upstreamId: 'none' }))).rejects.toThrow('There is no upstream.')
    expect(room.list({ search: '', limit: 10 }).total).toBe(0)
  })

  it('is compared with the last one of the same question that worked', async () => {
    const server = await serving(startScriptedSmtp({}))
    const first = await room.run(asking(server))
    const second = await room.run(asking(server))
    const { differences } = await room.compare(second.id ?? 0, first.id)
    expect(differences).toEqual([])
    await expect(room.compare(first.id ?? 0, null)).rejects.toThrow('There is no earlier diagnosis')
  })
})
