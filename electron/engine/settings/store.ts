import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { Settings } from '../../../shared/model/settings.ts'
import { DataFolderError } from '../database/open.ts'
import type { Notices } from '../notices.ts'
import type { EngineOptions } from '../options.ts'
import { withOverrides, withoutOverrides, type Overrides } from './overrides.ts'

/** The settings in force, and the way to replace them. */
export interface SettingsStore {
  /** One object per change, shared: read it, never change it. */
  current(): Readonly<Settings>
  put(settings: Settings): Promise<Settings>
}

/**
 * Settings live in `settings.json` of the data folder, validated; what the command line gave wins and is not stored.
 * A file that cannot be read is kept aside, because it may hold an hour of somebody's work.
 */
export function openSettings(
  dataDir: string,
  commandLine: EngineOptions['overrides'],
  notices: Notices,
): SettingsStore {
  let stored = read(dataDir, notices)
  let overrides: Overrides = commandLine
  // Made once per change: the SMTP room asks for limits with every command.
  let inForce = withOverrides(stored, overrides)

  return {
    current: () => inForce,
    async put(settings) {
      const change = withoutOverrides(settings, stored, overrides)
      await write(dataDir, change.stored)
      ;({ stored, overrides } = change)
      inForce = withOverrides(stored, overrides)
      return inForce
    },
  }
}

function read(dataDir: string, notices: Notices): Settings {
  const path = join(dataDir, 'settings.json')
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Settings.parse({})
    throw new DataFolderError(`The settings cannot be read: ${(error as Error).message}`, { cause: error })
  }
  try {
    return Settings.parse(JSON.parse(text))
  } catch {
    const aside = `settings.damaged-${new Date().toISOString().replaceAll(':', '-')}.json`
    renameSync(path, join(dataDir, aside))
    notices.raise({
      id: 'settingsDamaged',
      severity: 'warning',
      title: 'The settings could not be read',
      detail: `settings.json is not valid. The defaults are in use; the old file is kept beside it as ${aside}.`,
    })
    return Settings.parse({})
  }
}

/** `conf` writes a temporary file and renames it. Loaded on first use: its schema library costs start-up 100 ms. */
async function write(dataDir: string, settings: Settings): Promise<void> {
  const { default: Conf } = await import('conf')
  const file = new Conf<Settings>({ cwd: dataDir, configName: 'settings', configFileMode: 0o600 })
  try {
    file.store = settings
  } catch (error) {
    throw new DataFolderError(`The settings cannot be written to ${dataDir}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}
