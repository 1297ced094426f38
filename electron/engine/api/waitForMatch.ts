import type { Announcer } from '../announce.ts'
import type { Inbox } from '../inbox/types.ts'

interface Wait {
  readonly inbox: Pick<Inbox, 'newestMatch'>
  readonly announcer: Announcer
  readonly search: string
  readonly after: number
  /** Seconds. */
  readonly timeout: number
  /** Aborts when the client goes away. */
  readonly signal?: AbortSignal
}

/**
 * The id of the newest message that matches, at once or as soon as one comes; null after the time-out. Words of the
 * body match once the message was read in full, which is announced by itself: both announcements ask again.
 */
export async function waitForMatch({ inbox, announcer, search, after, timeout, signal }: Wait): Promise<number | null> {
  const already = inbox.newestMatch(search, after)
  if (already !== null || timeout === 0) return already

  return new Promise<number | null>((resolve, reject) => {
    let asked = false
    // Several announcements within one turn of the event loop are answered by one question.
    const ask = () => {
      asked = false
      try {
        const id = inbox.newestMatch(search, after)
        if (id !== null) end(() => resolve(id))
      } catch (error) {
        end(() => reject(error))
      }
    }
    const unsubscribe = announcer.subscribe((change) => {
      if (asked || (change.type !== 'messagesCaptured' && change.type !== 'messagesPreviewed')) return
      asked = true
      setImmediate(ask)
    })
    const timer = setTimeout(() => end(() => resolve(null)), timeout * 1_000)
    const left = () => end(() => reject(signal?.reason as Error))
    signal?.addEventListener('abort', left, { once: true })
    if (signal?.aborted) left()

    function end(settle: () => void): void {
      unsubscribe()
      clearTimeout(timer)
      signal?.removeEventListener('abort', left)
      settle()
    }
  })
}
