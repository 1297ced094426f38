import type { DomainQuestion, DomainRecord, DomainReport } from '../../../../shared/model/diagnosis/domain.ts'
import { lintHost } from '../../../../shared/recognise/lintHost.ts'
import { openResolver } from '../nameResolver.ts'
import { checkDkim } from './dkim.ts'
import { checkDmarc } from './dmarc.ts'
import { checkMtaSts } from './mtaSts.ts'
import { checkMx } from './mx.ts'
import { policyFetcher, type FetchPolicy } from './policyFetch.ts'
import type { Draft } from './record.ts'
import { checkSpf } from './spf.ts'
import { checkSubmission } from './submission.ts'
import { checkTlsa } from './tlsa.ts'
import { checkTlsRpt } from './tlsRpt.ts'

const longestCheckMs = 10_000

/**
 * What the domain of a sender publishes for mail: MX, SPF, DKIM, DMARC, MTA-STS, TLS-RPT, TLSA and submission servers, all at the
 * same time and within ten seconds. Published, never validated: no DNSSEC is checked. What was not answered by then could not be
 * checked, which is another thing than not published. An address gives the domain behind its @. What is no domain gives no records
 * and says so in the summary. Rejects with the reason of `signal` when it is aborted, never otherwise.
 */
export async function checkDomain(
  question: DomainQuestion,
  signal: AbortSignal,
  { fetchPolicy = policyFetcher(), timeoutMs = longestCheckMs }: { fetchPolicy?: FetchPolicy; timeoutMs?: number } = {},
): Promise<DomainReport> {
  signal.throwIfAborted()
  const since = performance.now()
  const at = new Date().toISOString()
  const domain = cleanDomain(question.domain)
  const report = (name: string, records: DomainRecord[], summary: string): DomainReport => ({
    schema: 'sandpost-domain-1',
    domain: name,
    at,
    records,
    summary,
    milliseconds: performance.now() - since,
  })
  if (domain === null) return report('', [], 'That is no domain. Write one such as example.com, or an address of it.')

  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  using resolver = openResolver({ dnsServer: question.dnsServer, timeoutMs, signal })
  const timed = async (checking: Promise<Draft | Draft[]>): Promise<DomainRecord[]> => {
    const drafts = await checking
    const milliseconds = performance.now() - since
    return [drafts].flat().map((one) => ({ ...one, milliseconds }))
  }
  const exchangers = checkMx(resolver, domain)
  const groups = await Promise.all(
    [
      exchangers.then(({ record }) => record),
      checkSpf(resolver, domain),
      checkDkim(resolver, domain, question.selectors),
      checkDmarc(resolver, domain),
      checkMtaSts(resolver, domain, {
        fetchPolicy: question.fetchPolicy ? fetchPolicy : null,
        exchangers,
        signal: limit,
      }),
      checkTlsRpt(resolver, domain),
      checkTlsa(resolver, domain, exchangers),
      checkSubmission(resolver, domain),
    ].map(timed),
  )
  signal.throwIfAborted()
  const records = groups.flat()
  return report(domain, records, summaryOf(domain, records))
}

/** Null for an address of a machine, a name of one label and what is no name. */
function cleanDomain(typed: string): string | null {
  const { host, notes } = lintHost(typed.replace(/^[^]*<|>[^]*$/g, ''))
  const isName = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(host)
  return isName && !notes.some(({ id }) => id === 'invalidHost') && host.length <= 230 ? host : null
}

/** What receivers ask for first (SPF, DKIM, DMARC), in one sentence. */
function summaryOf(domain: string, records: readonly DomainRecord[]): string {
  if (records.every(({ state }) => state === 'couldNotCheck'))
    return `Nothing could be found out about ${domain}: no name server answered.`
  const names = (states: readonly DomainRecord['state'][]) =>
    [
      ...new Set(
        records
          .filter(({ what, state }) => /^(SPF|DKIM|DMARC)$/.test(what) && states.includes(state))
          .map(({ what }) => what),
      ),
    ].join(', ')
  const published = names(['published'])
  const broken = [...new Set(records.filter(({ state }) => state === 'invalid').map(({ what }) => what))].join(', ')
  const missing = names(['notPublished'])
  const open = names(['couldNotCheck'])
  const clauses = [
    published === '' ? 'publishes no sound SPF, DKIM or DMARC' : `publishes ${published}`,
    ...(broken === '' ? [] : [`has mistakes in ${broken}`]),
    ...(missing === '' ? [] : [`lacks ${missing}`]),
    ...(open === '' ? [] : [`could not be checked for ${open}`]),
  ]
  return `${domain} ${clauses.join('; ')}.`
}
