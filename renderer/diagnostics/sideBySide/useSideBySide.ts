import { useEffect, useRef, useState } from 'react'
import { DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import { client, errorSentence } from '../../client.ts'
import { profileOf } from '../question/profiles.ts'

/** A server of the comparison. */
export interface Candidate {
  /** Unique among them. */
  readonly key: string
  readonly name: string
  readonly host: string
  /** The upstream it is; null for a known provider. */
  readonly upstreamId: string | null
}

export type Run =
  | { readonly is: 'waiting' }
  | { readonly is: 'started'; readonly id: number }
  | { readonly is: 'failed'; readonly why: string }

/** Two at a time: the engine is asked for other things too. */
const atOnce = 2

/** Diagnoses many servers, a few at a time. Goes on while another part of the screen is shown. */
export function useSideBySide() {
  const [runs, setRuns] = useState<ReadonlyMap<string, Run>>(new Map())
  const [running, setRunning] = useState(false)
  const current = useRef<AbortController | null>(null)
  useEffect(() => () => current.current?.abort(), [])

  const begin = async (candidates: readonly Candidate[]) => {
    current.current?.abort()
    const stop = new AbortController()
    current.current = stop
    setRunning(true)
    setRuns(new Map(candidates.map(({ key }) => [key, { is: 'waiting' }])))
    const waiting = [...candidates]
    await Promise.all(Array.from({ length: atOnce }, () => work(waiting, stop.signal)))
    if (current.current === stop) setRunning(false)
  }

  async function work(waiting: Candidate[], signal: AbortSignal): Promise<void> {
    for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) {
      // oxlint-disable-next-line no-await-in-loop -- a few at a time
      await one(next, signal)
    }
  }

  async function one({ key, host, upstreamId }: Candidate, signal: AbortSignal): Promise<void> {
    const tell = (run: Run) => {
      if (!signal.aborted) setRuns((before) => new Map(before).set(key, run))
    }
    try {
      const request = DiagnosisRequest.parse(upstreamId === null ? { host, provider: profileOf(key) } : { upstreamId })
      const { id } = await client.diagnostics.start(request)
      const cancel = () => void client.diagnostics.cancel({ id }).catch(() => {})
      if (signal.aborted) return cancel()
      signal.addEventListener('abort', cancel, { once: true })
      tell({ is: 'started', id })
      // Followed to its end here, so that the next one begins in time; the row follows for itself.
      // oxlint-disable-next-line no-unused-vars
      for await (const _ of await client.diagnostics.follow({ id }));
      signal.removeEventListener('abort', cancel)
    } catch (error) {
      tell({ is: 'failed', why: errorSentence(error) })
    }
  }

  const stop = () => {
    current.current?.abort()
    setRunning(false)
    setRuns((before) => new Map([...before].filter(([, run]) => run.is !== 'waiting')))
  }
  return { runs, running, begin, stop }
}
