import { ChangeQueue } from './changeQueue.ts'
import { os } from './implementer.ts'
import type { Rooms } from './rooms.ts'

/** Live changes: one bounded queue per subscriber, freed when the subscriber goes. */
export function eventProcedures({ announcer, inbox }: Rooms) {
  return {
    stream: os.events.stream.handler(({ signal }) => {
      const queue = new ChangeQueue({ counts: () => inbox.counts(), onEnd: () => unsubscribe() })
      const unsubscribe = announcer.subscribe((change) => queue.push(change))
      signal?.addEventListener('abort', () => void queue.return(), { once: true })
      if (signal?.aborted) void queue.return()
      return queue
    }),
  }
}
