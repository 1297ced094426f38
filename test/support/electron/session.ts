import type { BrowserContext } from '@playwright/test'
import { fromChromium } from './protocol.ts'

type Answer = (granted: boolean) => void
type RequestHandler = (
  contents: unknown,
  permission: string,
  answer: Answer,
  details: { requestingUrl: string },
) => void

let requestHandler: RequestHandler | null = null

class Session {
  setPermissionRequestHandler = (handler: RequestHandler | null) => void (requestHandler = handler)
  setPermissionCheckHandler = () => {}
  setDevicePermissionHandler = () => {}
}

export const session = { defaultSession: new Session() }

/** What Chromium calls the permissions that Electron asks the app for. */
const inChromium: Record<string, string> = {
  'clipboard-sanitized-write': 'clipboard-write',
  'clipboard-read': 'clipboard-read',
  geolocation: 'geolocation',
  notifications: 'notifications',
  midi: 'midi',
}

/** Lets Chromium answer its permission questions as the app's handler does: what is not granted is denied. */
export async function applyPermissions(context: BrowserContext, address: string): Promise<void> {
  const handler = requestHandler
  if (!handler) return
  const granted = Object.keys(inChromium).filter((permission) => {
    let answer = false
    handler(null, permission, (given) => void (answer = given), { requestingUrl: fromChromium(address) })
    return answer
  })
  await context.grantPermissions(
    granted.map((permission) => inChromium[permission] ?? permission),
    { origin: new URL(address).origin },
  )
}
