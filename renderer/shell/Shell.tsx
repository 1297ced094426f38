import { Activity, useEffect } from 'react'
import { ActivityScreen } from '../activity/ActivityScreen.tsx'
import { CredentialsScreen } from '../credentials/CredentialsScreen.tsx'
import { DiagnosticsScreen } from '../diagnostics/DiagnosticsScreen.tsx'
import { InboxScreen } from '../inbox/InboxScreen.tsx'
import { useMailboxCounts } from '../inbox/live.ts'
import { RelayScreen } from '../relay/RelayScreen.tsx'
import { SettingsScreen } from '../settings/SettingsScreen.tsx'
import { useShortcuts } from '../ui/shortcuts.ts'
import { Commands } from './Commands.tsx'
import { ConnectionBar } from './ConnectionBar.tsx'
import { NoticeBars } from './NoticeBars.tsx'
import { Rail } from './Rail.tsx'
import { goTo, useRoute } from './route.ts'
import classes from './Shell.module.css'
import { ShortcutSheet, useShortcutSheet } from './ShortcutSheet.tsx'
import { SignedOut } from './SignedOut.tsx'
import { VaultBar } from './VaultBar.tsx'
import { useSystem } from './system.ts'
import { useConnectionState } from './useConnectionState.ts'

/** The window: rail, bars that concern every screen, and the screens. */
export function Shell() {
  const { screen } = useRoute()
  const sheet = useShortcutSheet()
  const connection = useConnectionState()
  const system = useSystem()
  useUnreadBadge()
  useShortcuts({
    'g i': () => goTo('inbox'),
    'g c': () => goTo('credentials'),
    'g r': () => goTo('relay'),
    'g d': () => goTo('diagnostics'),
    'g a': () => goTo('activity'),
    'g s': () => goTo('settings'),
    '?': sheet.open,
  })
  if (connection === 'signedOut') return <SignedOut />
  return (
    <div className={classes.shell} data-released={system?.sandboxLocked === false || undefined}>
      <Rail screen={screen} />
      <div className={classes.main}>
        <ConnectionBar state={connection} />
        <NoticeBars />
        <VaultBar />
        {/* Hidden screens keep their scroll position, search and selection, and stop their effects. */}
        <Activity mode={screen === 'inbox' ? 'visible' : 'hidden'}>
          <div className={classes.screen}>
            <InboxScreen />
          </div>
        </Activity>
        <Activity mode={screen === 'credentials' ? 'visible' : 'hidden'}>
          <div className={classes.screen}>
            <CredentialsScreen />
          </div>
        </Activity>
        <Activity mode={screen === 'relay' ? 'visible' : 'hidden'}>
          <div className={classes.screen}>
            <RelayScreen />
          </div>
        </Activity>
        <Activity mode={screen === 'diagnostics' ? 'visible' : 'hidden'}>
          <div className={classes.screen}>
            <DiagnosticsScreen />
          </div>
        </Activity>
        <Activity mode={screen === 'activity' ? 'visible' : 'hidden'}>
          <div className={classes.screen}>
            <ActivityScreen />
          </div>
        </Activity>
        {screen === 'settings' && (
          <div className={classes.screen}>
            <SettingsScreen />
          </div>
        )}
      </div>
      <Commands onShortcuts={sheet.open} />
      <ShortcutSheet opened={sheet.opened} onClose={sheet.close} />
    </div>
  )
}

/** The number on the app's icon, where the browser has one. */
function useUnreadBadge(): void {
  const { unread } = useMailboxCounts()
  useEffect(() => {
    if (!('setAppBadge' in navigator)) return
    void (unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()).catch(() => {})
  }, [unread])
}
