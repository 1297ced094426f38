import type { DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import type { Report } from '../../../shared/model/diagnosis/report.ts'
import { featuredPresets } from '../../engine/delivery/presets.ts'
import { runDiagnosis } from '../../engine/diagnostics/run.ts'
import { providerFacts } from '../../engine/providerFacts.ts'
import { profiles } from '../../engine/providers/index.ts'
import { versionOf } from '../../host.ts'
import type { Client } from '../client.ts'

/** Asks one server. When `signal` aborts, resolves with what was seen until then. */
export type Runner = (
  request: DiagnosisRequest,
  signal: AbortSignal,
  onProgress: (report: Report) => void,
) => Promise<Report>

/** In this process, without a data folder: nothing is kept. */
export function ownRunner(entryUrl: string): Runner {
  const tools = {
    version: versionOf(entryUrl),
    provider: (id: string | null, host: string) => providerFacts(profiles(), featuredPresets, id, host),
    upstream: () => Promise.reject(new Error('Upstreams are in a data folder: name one with --data or --server.')),
    listeners: () => [],
    ca: () => null,
  }
  return (request, signal, onProgress) => runDiagnosis(request, tools, { signal, onProgress })
}

/** By a Sandpost, which keeps the report. */
export function engineRunner(client: Client): Runner {
  return async (request, signal, onProgress) => {
    const { id } = await client.diagnostics.start(request)
    const stop = () => void client.diagnostics.cancel({ id }).catch(() => undefined)
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    try {
      for await (const report of await client.diagnostics.follow({ id })) onProgress(report)
    } finally {
      signal.removeEventListener('abort', stop)
    }
    return client.diagnostics.get({ id })
  }
}
