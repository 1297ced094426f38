import { systemPreferences, type WebContents } from 'electron'

/** Asks the system whether it is its user who sits there, and tells the page: Touch ID on macOS, nothing elsewhere. */
export async function confirmUser(page: WebContents): Promise<void> {
  const answer = await ask()
  if (!page.isDestroyed()) page.postMessage('user:confirmed', answer)
}

async function ask(): Promise<'yes' | 'no' | 'cannotAsk'> {
  // Only macOS has these functions; the types say that every system does.
  if (typeof systemPreferences.canPromptTouchID !== 'function' || !systemPreferences.canPromptTouchID())
    return 'cannotAsk'
  try {
    await systemPreferences.promptTouchID('show a password that Sandpost keeps')
    return 'yes'
  } catch {
    return 'no'
  }
}
