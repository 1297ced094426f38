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
  return id === null ? { ...query, data: undefined, isError: false } : query
}

/** Shows the report as it grows, to its end; after a lost connection it goes on with the next one. */
async function follow(queries: QueryClient, id: number, signal: AbortSignal): Promise<void> {
  const queryKey = engine.diagnostics.get.queryKey({ input: { id } })
  let over = false
  while (!over && !signal.aborted) {
    // oxlint-disable-next-line no-await-in-loop -- each waits for the connection that the one before lost
    over = await followOnce(queries, id, signal)
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (!over && !signal.aborted) await reconnected(signal)
  }
  await queries.invalidateQueries({ queryKey })
}

/** False when the connection was lost on the way. */
async function followOnce(queries: QueryClient, id: number, signal: AbortSignal): Promise<boolean> {
  const queryKey = engine.diagnostics.get.queryKey({ input: { id } })
  try {
    for await (const report of await client.diagnostics.follow({ id }, { signal })) {
      if (!signal.aborted) queries.setQueryData(queryKey, report)
    }
    return true
  } catch (error) {
    return !isConnectionLoss(error)
  }
}

function reconnected(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      forget()
      resolve()
    }
    const forget = connection.onReconnected(end)
    signal.addEventListener('abort', end, { once: true })
  })
}
