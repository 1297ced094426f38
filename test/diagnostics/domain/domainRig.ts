import { afterEach } from 'vitest'
import { checkDomain } from '../../../electron/engine/diagnostics/domain/check.ts'
import type { FetchPolicy } from '../../../electron/engine/diagnostics/domain/policyFetch.ts'
import { DomainQuestion, DomainReport, type DomainRecord } from '../../../shared/model/diagnosis/domain.ts'
import { nameServer, type Answer, type NameServer } from '../../support/nameServer.ts'

const open: NameServer[] = []
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())))

export type Zones = Record<string, Answer | Record<string, Answer>>

export interface Asked {
  readonly report: DomainReport
  readonly server: NameServer
  /** The first of its kind. */
  readonly record: (what: DomainRecord['what']) => DomainRecord
}

/** What is found out about acme.test when the DNS has these zones. */
export async function ask(
  zones: Zones,
  {
    question = {},
    ...edges
  }: { question?: Partial<DomainQuestion>; fetchPolicy?: FetchPolicy; timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<Asked> {
  const server = await nameServer(zones)
  open.push(server)
  const asked = DomainQuestion.parse({
    domain: 'acme.test',
    dnsServer: server.address,
    fetchPolicy: edges.fetchPolicy !== undefined,
    ...question,
  })
  const report = await checkDomain(asked, edges.signal ?? new AbortController().signal, edges)
  const record = (what: DomainRecord['what']) => {
    const found = report.records.find((one) => one.what === what)
    if (!found) throw new Error(`No record about ${what}`)
    return found
  }
  return { report: DomainReport.parse(report), server, record }
}

/** A TXT record at acme.test, and others. */
export async function askText(
  name: string,
  texts: readonly (string | readonly string[])[],
  more: Zones = {},
): Promise<Asked> {
  return ask({ [name]: { TXT: texts }, ...more })
}
