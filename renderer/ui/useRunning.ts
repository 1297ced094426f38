import { useState } from 'react'

/** An action with the fact that it is under way; a second click waits for the first to end. */
export function useRunning(action: () => Promise<void>): [boolean, () => void] {
  const [running, setRunning] = useState(false)
  const run = () => {
    if (running) return
    setRunning(true)
    void action().finally(() => setRunning(false))
  }
  return [running, run]
}
