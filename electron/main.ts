// The desktop host: the order of start and stop. What each step does stands in desktop/.
import { app } from 'electron'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { reportEngineFailure, reportFailedStart } from './desktop/crashes.ts'
import { openKeychain } from './desktop/keychain.ts'
import { claimPageScheme } from './desktop/page.ts'
import { useProfileIn } from './desktop/profile.ts'
import { stopBeforeQuit } from './desktop/quit.ts'
import { openShell } from './desktop/shell.ts'
import { startEngine } from './engine/thread.ts'
import { defaultDataDir, partsOf, takeFromEnvironment } from './host.ts'

// Made here, in the entry: shared code of a build lies in another folder, where a relative URL would be wrong.
const { engineUrl, rendererDir } = partsOf(import.meta.url)
const preload = fileURLToPath(new URL('../preload/preload.cjs', import.meta.url))
const pageFolder = fileURLToPath(new URL('../renderer', import.meta.url))

// The same folder as the command line's: mail captured by one is there for the other.
const dataDir = resolve(defaultDataDir())
const desktopFolder = join(dataDir, 'desktop')

app.enableSandbox()
claimPageScheme()
try {
  useProfileIn(desktopFolder)
  // The lock belongs to the profile, so each data folder has one app; a second start shows the first one's window.
  if (app.requestSingleInstanceLock()) start()
  else app.quit()
} catch (error) {
  void reportFailedStart(error)
}

function start(): void {
  const apiKey = takeFromEnvironment('SANDPOST_API_KEY')
  // Never awaited at the top level: Electron becomes ready only after this module was evaluated.
  const ready = app.whenReady()
  const engine = ready.then(() =>
    startEngine(engineUrl, {
      dataDir,
      version: app.getVersion(),
      listen: true,
      rendererDir,
      overrides: {},
      vault: openKeychain(desktopFolder),
      apiKey,
    }),
  )
  engine.then((running) => running.stopped.catch(reportEngineFailure), reportFailedStart)
  stopBeforeQuit(engine)
  app.on('window-all-closed', () => {
    // On macOS an app without a window stays, and goes on capturing.
    if (process.platform !== 'darwin') app.quit()
  })
  ready.then(() => openShell({ engine, preload, pageFolder })).catch(reportFailedStart)
}
