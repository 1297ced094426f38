import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEngine } from '../../electron/engine/thread.ts'

export interface BrowserHost {
  /** Signs a browser in and shows the inbox. */
  readonly signInUrl: string
  /** Base URL, e.g. `http://127.0.0.1:34015`. */
  readonly http: string
  /** Port of the listener with STARTTLS. */
  readonly smtpPort: number
  stop(): Promise<void>
}

export interface BrowserHostOptions {
  /** A folder that is there already, and stays: filled before, or to be opened again. */
  readonly dataDir?: string
  /** Port of the HTTP door; a free one unless told. */
  readonly httpPort?: number
}

/** The headless host with the built UI, on free ports and an empty data folder. */
export async function startBrowserHost(options: BrowserHostOptions = {}): Promise<BrowserHost> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'sandpost-browser-')))
  const engine = await startEngine(engineUrl(), {
    dataDir,
    version: '0.0.0',
    listen: true,
    rendererDir: process.env['SANDPOST_TEST_UI'] ?? fileURLToPath(new URL('../../out/renderer', import.meta.url)),
    overrides: { smtpPort: 0, tlsPort: 0, httpPort: options.httpPort ?? 0 },
    vault: { by: 'keyFile', path: join(dataDir, 'vault.key') },
    apiKey: null,
  })
  const { signInUrl, http, listeners } = engine.ready
  const listener = listeners.find(({ security }) => security === 'starttls')
  if (!signInUrl || !http || !listener) throw new Error('The headless host did not come up.')
  return {
    signInUrl,
    http,
    smtpPort: listener.port,
    stop: async () => {
      await engine.stop()
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The built engine, as users have it; the sources where no build was made. */
function engineUrl(): URL {
  const built = new URL('../../out/main/engine.js', import.meta.url)
  return existsSync(built) ? built : new URL('../../electron/engine/worker.ts', import.meta.url)
}
