import type { Session } from 'electron'
import { isOurPage } from './page.ts'

/**
 * The page may put text on the clipboard, for its copy buttons; camera, location, notifications and all the rest are
 * denied without asking. A certificate error is never waved through: Electron's own refusal stands.
 */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(mayUse(permission, details.requestingUrl))
  })
  session.setPermissionCheckHandler((_contents, permission, origin) => mayUse(permission, origin))
  session.setDevicePermissionHandler(() => false)
}

function mayUse(permission: string, requestedBy: string): boolean {
  return permission === 'clipboard-sanitized-write' && isOurPage(requestedBy)
}
