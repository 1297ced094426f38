import ElectronStore from 'electron-store'
import { z } from 'zod'

export const WindowState = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  maximised: z.boolean(),
})
export type WindowState = z.infer<typeof WindowState>

/** What belongs to this desktop alone; the engine's settings are shared with the command line and live elsewhere. */
const Preferences = z.object({
  window: WindowState.nullable().catch(null),
  /** Off until asked for: a test run can bring hundreds of messages. */
  notifications: z.boolean().catch(false),
})
export type Preferences = z.infer<typeof Preferences>

export interface PreferenceStore {
  read(): Preferences
  write(change: Partial<Preferences>): void
}

/** Opens the preferences. Whatever in the file cannot be understood counts as not chosen; it never stops the start. */
export function openPreferences(): PreferenceStore {
  const store = new ElectronStore({ name: 'preferences', configFileMode: 0o600, clearInvalidConfig: true })
  return {
    read: () => Preferences.parse(store.store),
    write: (change) => store.set(change),
  }
}
