import { app } from 'electron'
import type { RunningEngine } from '../engine/thread.ts'

/** After this the app ends without the engine's farewell. What was answered 250 is on disk long before. */
const patience = 5_000

/** Lets the engine end its sessions and close its databases after the windows are gone and before the process ends. */
export function stopBeforeQuit(engine: Promise<RunningEngine>): void {
  let stopping = false
  app.on('will-quit', (event) => {
    event.preventDefault()
    if (stopping) return
    stopping = true
    const stopped = engine.then((running) => running.stop()).catch(() => {})
    void Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, patience))]).then(() => app.exit(0))
  })
}
