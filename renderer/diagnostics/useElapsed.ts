import { useEffect, useState } from 'react'

const beat = 250

/**
 * Milliseconds that something has been running, never fewer than the engine counted (`known`); they grow while `running`.
 * Counted from `startedAt` (ISO), or without it from when it was first shown running.
 */
export function useElapsed(running: boolean, known: number, startedAt?: string): number {
  const [shown, setShown] = useState(0)
  useEffect(() => {
    if (!running) return
    const began = startedAt === undefined ? Date.now() : Date.parse(startedAt)
    const timer = setInterval(() => setShown(Date.now() - began), beat)
    return () => {
      clearInterval(timer)
      setShown(0)
    }
  }, [running, startedAt])
  return running ? Math.max(known, shown) : known
}
