import type { QueryClient } from '@tanstack/react-query'
import type { Change } from '../../shared/contract/events.ts'
import { connection, engine } from '../client.ts'
import { mergeDeliveries } from './deliveries/live.ts'

const gatherMilliseconds = 400

/** Keeps everything of the relay true. Much happens there at once: it is gathered for a moment. */
export function followRelay(queries: QueryClient): void {
  const stale = new Map<string, readonly unknown[]>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const askAgain = (...keys: readonly (readonly unknown[])[]) => {
    for (const key of keys) stale.set(JSON.stringify(key), key)
    timer ??= setTimeout(() => {
      timer = undefined
      const gathered = [...stale.values()]
      stale.clear()
      for (const queryKey of gathered) {
        // A long list is read page by page: begun anew at every change it would never end.
        if (queries.isFetching({ queryKey }) > 0) askAgain(queryKey)
        else void queries.invalidateQueries({ queryKey })
      }
    }, gatherMilliseconds)
  }

  connection.onChange((change: Change) => {
    if (change.type === 'deliveriesChanged') {
      if (change.deliveries !== null) mergeDeliveries(queries, change.deliveries)
      askAgain(engine.deliveries.counts.key(), engine.upstreams.list.key())
      if (change.deliveries === null)
        askAgain(engine.deliveries.list.key(), engine.deliveries.get.key(), engine.outgoing.ofMessage.key())
      for (const { id, messageId } of change.deliveries ?? []) {
        askAgain(
          engine.deliveries.get.key({ input: { id } }),
          engine.outgoing.ofMessage.key({ input: { id: messageId } }),
        )
      }
    } else if (change.type === 'relayChanged') {
      askAgain(
        engine.upstreams.list.key(),
        engine.routing.key(),
        engine.suppressions.list.key(),
        engine.outgoing.preview.key(),
      )
    } else if (change.type === 'webhooksChanged') {
      askAgain(engine.webhookEndpoints.list.key(), engine.webhookCalls.key(), engine.webhookReceiver.key())
    } else if (change.type === 'faultsChanged') {
      askAgain(engine.faultScenarios.list.key())
    } else if (change.type === 'credentialsChanged' || change.type === 'sandboxLockChanged') {
      askAgain(engine.routing.explain.key())
    }
  })
}
