import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { client, connection, engine, isConnectionLoss } from '../client.ts'

/** A report, live while it grows. Null asks for none. */
export function useReport(id: number | null) {
  const queries = useQueryClient()
  const query = useQuery(
    engine.diagnostics.get.queryOptions({ input: { id: id ?? 1 }, enabled: id !== null, staleTime: 60_000 }),
  )
  const running = query.data?.state === 'running'
  useEffect(() => {
    if (id === null || !running) return
    const stop = new AbortController()
    void follow(queries, id, stop.signal)
    return () => stop.abort()
  }, [id, running, queries])
  useEffect(
    () =>
      connection.onReconnected(() => {
        if (id !== null) void queries.invalidateQueries({ queryKey: engine.diagnostics.get.key({ input: { id } }) })
      }),
    [id, queries],
  )
  return id === null ? { ...query, data: undefined, isError: false } : query
}

async function follow(queries: QueryClient, id: number, signal: AbortSignal): Promise<void> {
  const queryKey = engine.diagnostics.get.queryKey({ input: { id } })
  try {
    for await (const report of await client.diagnostics.follow({ id }, { signal })) {
      if (signal.aborted) return
      queries.setQueryData(queryKey, report)
    }
  } catch (error) {
    // A lost connection comes back: then the report is asked for, and followed again if it still runs.
    if (signal.aborted || isConnectionLoss(error)) return
  }
  await queries.invalidateQueries({ queryKey })
  await queries.invalidateQueries({ queryKey: engine.diagnostics.list.key() })
}
