import { requirePermission, type Caller } from './caller.ts'
import { ChangeQueue } from './changeQueue.ts'
import { os } from './implementer.ts'
import type { Rooms } from './rooms.ts'

/** Live changes: one bounded queue per subscriber, freed when the subscriber goes. */
export function eventProcedures({ announcer, inbox }: Rooms) {
  return {
    stream: os.events.stream.handler(({ signal, context }) => {
      const queue = new ChangeQueue({ counts: () => inbox.counts(), onEnd: () => unsubscribe() })
      const unsubscribe = announcer.subscribe((change) => {
        // A key that was revoked, or lost the right to listen, hears no more.
        if (change.type === 'credentialsChanged' && !mayListen(context)) void queue.return()
        else queue.push(change)
      })
      signal?.addEventListener('abort', () => void queue.return(), { once: true })
      if (signal?.aborted) void queue.return()
      return queue
    }),
  }
}

function mayListen(caller: Caller): boolean {
  try {
    requirePermission(caller, 'settings.manage')
    return true
  } catch {
    return false
  }
}
