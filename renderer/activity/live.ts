import type { QueryClient } from '@tanstack/react-query'
import { connection, engine } from '../client.ts'

const gatherMilliseconds = 400

/** Keeps the list of sessions true: what is shown is asked for again a moment after a session ended. */
export function followActivity(queries: QueryClient): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  connection.onChange((change) => {
    if (change.type !== 'sessionEnded' || timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      void queries.invalidateQueries({ queryKey: engine.sessions.list.key() })
    }, gatherMilliseconds)
    void queries.invalidateQueries({ queryKey: engine.sessions.transcript.key({ input: { id: change.session.id } }) })
  })
}
