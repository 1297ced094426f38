import type { QueryClient } from '@tanstack/react-query'
import { connection, engine } from '../client.ts'

const gatherMilliseconds = 300

/** Keeps the history and the watches true. A report that grows is followed by whoever shows it. */
export function followDiagnostics(queries: QueryClient): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const askAgain = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      void queries.invalidateQueries({ queryKey: engine.diagnostics.list.key() })
      void queries.invalidateQueries({ queryKey: engine.watches.list.key() })
    }, gatherMilliseconds)
  }
  connection.onChange(({ type }) => {
    if (type === 'diagnosticsChanged') askAgain()
  })
  connection.onReconnected(askAgain)
}
