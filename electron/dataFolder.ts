import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * Where Sandpost keeps its mail: `SANDPOST_DATA`, else the platform's place for an application's data.
 * The desktop app and the command line use the same folder, so mail caught by one is there for the other.
 */
export function defaultDataFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform, home = homedir()): string {
  const chosen = environment['SANDPOST_DATA']
  if (chosen) return resolve(chosen)
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Sandpost')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Sandpost')
  return join(environment['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'sandpost')
}
