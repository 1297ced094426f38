import { afterAll, beforeAll, expect, it } from 'vitest'
import { DomainReport } from '../../shared/model/diagnosis/domain.ts'
import { Report } from '../../shared/model/diagnosis/report.ts'
import type { FaultServer } from '../support/diagnosis/faultServer.ts'
import { startScriptedSmtp } from '../support/diagnosis/scriptedSmtp.ts'
import { rpcOver } from '../support/rpc.ts'
import { removeFolder, startHost, temporaryFolder, type TestHost } from '../support/testHost.ts'

const data = temporaryFolder()
let host: TestHost
let server: FaultServer

beforeAll(async () => {
  host = await startHost(data)
  server = await startScriptedSmtp({})
})
afterAll(async () => {
  await host.stop()
  await server.close()
  removeFolder(data)
})

function post(path: string, body: object): Promise<Response> {
  return host.rest(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

const question = () => ({ host: '127.0.0.1', ports: [server.port], elsewhere: [] })

it('POST /diagnostics runs to the end and answers with the report, of the published shape', async () => {
  const response = await post('/diagnostics', question())
  expect(response.status).toBe(200)
  const report = Report.parse(await response.json())
  expect(report).toMatchObject({ state: 'done', observations: { endpoints: [{ greeting: { code: 220 } }] } })
  const kept = await host.rest(`/diagnostics/${report.id}`)
  expect(await kept.json()).toEqual(report)
})

it.each([
  ['a host of 2,000 letters', { host: 'a'.repeat(2_000) }, 400],
  ['port 70000', { host: 'localhost', ports: [70_000] }, 400],
  ['nine ports', { host: 'localhost', ports: Array.from({ length: 9 }, (_, index) => index + 1) }, 400],
  ['a depth that is none', { host: 'localhost', depth: 'deepest' }, 400],
  ['an upstream that is none', { upstreamId: 'none' }, 404],
])('badInput: %s is refused with a sentence', async (_what, body, status) => {
  const response = await post('/diagnostics', body)
  expect(response.status).toBe(status)
  expect(((await response.json()) as { message: string }).message).toMatch(/\w{3}/)
})

it('without a host nothing is looked at, and the answer is whose it is', async () => {
  const report = Report.parse(await (await post('/diagnostics', {})).json())
  expect(report.observations.endpoints).toEqual([])
  expect(report.judgement.verdict.who).toBe('you')
  expect(report.judgement.findings.map(({ stage }) => stage)).toContain('input')
})

it('one is begun, followed and listed over a socket', async () => {
  const { client, socket } = rpcOver(host.http)
  const { id } = await client.diagnostics.start({ host: '127.0.0.1', ports: [server.port], elsewhere: [] })
  let latest: Report | null = null
  for await (const report of await client.diagnostics.follow({ id })) latest = report
  expect(latest).toMatchObject({ id, state: 'done' })
  const { items, total } = await client.diagnostics.list({ search: '127.0', limit: 1 })
  expect(items).toMatchObject([{ id, host: '127.0.0.1', ports: [server.port] }])
  expect(total).toBeGreaterThan(1)
  expect(await client.diagnostics.remove({ id })).toEqual({ deleted: true })
  await expect(client.diagnostics.get({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  socket.close()
})

it('our own listeners are reached, trusted with our own authority, and said to be for this machine alone', async () => {
  const report = Report.parse(await (await post('/diagnostics', { self: true })).json())
  const { verdict, findings, settings } = report.judgement
  expect(verdict.is).toMatch(/^works/)
  expect(settings.map(({ port, security }) => `${port} ${security}`)).toEqual(
    expect.arrayContaining([`${host.smtpPort} starttls`, `${host.smtpsPort} tls`]),
  )
  expect(findings.map(({ id }) => id)).toContain('onlyLoopback')
})

it.each([
  ['md', 'text/markdown'],
  ['html', 'text/html'],
  ['txt', 'text/plain'],
  ['json', 'application/json'],
  ['pdf', 'application/pdf'],
])('a report is handed out as %s, to be shared without names', async (format, type) => {
  const { id } = Report.parse(await (await post('/diagnostics', question())).json())
  const response = await host.rest(`/diagnostics/${id}/file?format=${format}&share=true`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toContain(type)
  expect(response.headers.get('content-disposition')).toMatch(new RegExp(`filename="?[\\w.-]+\\.${format}`))
  const bytes = Buffer.from(await response.arrayBuffer())
  expect(bytes.length).toBeGreaterThan(500)
  expect(bytes.includes('127.0.0.1')).toBe(false)
})

it('a watch is made, paused and ended', async () => {
  const made = await post('/watches', { question: question(), everyMinutes: 5 })
  expect(made.status).toBe(201)
  const watch = (await made.json()) as { id: string; paused: boolean; everyMinutes: number }
  expect(watch).toMatchObject({ paused: false, everyMinutes: 5 })
  const paused = await host.rest(`/watches/${watch.id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ paused: true }),
  })
  expect(await paused.json()).toMatchObject({ paused: true })
  expect((await host.rest(`/watches/${watch.id}`, { method: 'DELETE' })).status).toBe(200)
  expect(await (await host.rest('/watches')).json()).toEqual([])
})

it('a sending domain is looked at with the name server that was named', async () => {
  // Nobody answers there: nothing could be checked, and nothing is said to be missing.
  const response = await post('/diagnostics/domain', {
    domain: 'example.test',
    dnsServer: '127.0.0.1:9',
    fetchPolicy: false,
  })
  const report = DomainReport.parse(await response.json())
  expect(new Set(report.records.map(({ state }) => state))).toEqual(new Set(['couldNotCheck']))
})
