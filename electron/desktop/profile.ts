import { app } from 'electron'
import { mkdirSync } from 'node:fs'

/** Keeps what Chromium and this desktop remember beside the mail, in a folder that must exist before it is used. */
export function useProfileIn(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  app.setPath('userData', folder)
}
