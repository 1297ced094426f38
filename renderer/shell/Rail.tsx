import { Tooltip, UnstyledButton } from '@mantine/core'
import {
  Activity,
  Inbox,
  KeyRound,
  PanelLeftClose,
  PanelLeftOpen,
  Route,
  Settings,
  Stethoscope,
  type LucideIcon,
} from 'lucide-react'
import { useMailboxCounts } from '../inbox/live.ts'
import { count } from '../ui/format.ts'
import { useNarrow } from '../ui/useNarrow.ts'
import { useStored } from '../ui/useStored.ts'
import { Listeners } from './Listeners.tsx'
import classes from './Rail.module.css'
import { goTo, type ScreenName } from './route.ts'
import { SandboxLock } from './SandboxLock.tsx'

const entries: readonly { screen: ScreenName; word: string; icon: LucideIcon; key: string }[] = [
  { screen: 'inbox', word: 'Inbox', icon: Inbox, key: 'g i' },
  { screen: 'credentials', word: 'Credentials', icon: KeyRound, key: 'g c' },
  { screen: 'relay', word: 'Relay', icon: Route, key: 'g r' },
  { screen: 'diagnostics', word: 'Diagnostics', icon: Stethoscope, key: 'g d' },
  { screen: 'activity', word: 'Activity', icon: Activity, key: 'g a' },
  { screen: 'settings', word: 'Settings', icon: Settings, key: 'g s' },
]

/** The way to every screen; at its foot, where mail is taken in and that none leaves. */
export function Rail({ screen }: { screen: ScreenName }) {
  const [chosen, setCollapsed] = useStored('rail.collapsed', false)
  const narrow = useNarrow()
  const collapsed = chosen || narrow
  const { unread } = useMailboxCounts()
  return (
    <nav className={classes.rail} aria-label="Screens" data-collapsed={collapsed || undefined}>
      <div className={classes.head}>
        {!collapsed && <span className={classes.name}>Sandpost</span>}
        {!narrow && (
          <Tooltip label={collapsed ? 'Show words' : 'Show icons only'} position="right">
            <UnstyledButton
              className={classes.collapse}
              aria-label="Show words beside the icons"
              aria-pressed={!collapsed}
              onClick={() => setCollapsed(!collapsed)}
            >
              {collapsed ? <PanelLeftOpen size={15} /> : <PanelLeftClose size={15} />}
            </UnstyledButton>
          </Tooltip>
        )}
      </div>
      <div className={classes.entries}>
        {entries.map(({ screen: name, word, icon: Icon, key }) => (
          <Tooltip key={name} label={`${word} (${key})`} position="right">
            <UnstyledButton
              className={classes.entry}
              aria-current={name === screen ? 'page' : undefined}
              onClick={() => goTo(name)}
            >
              <Icon size={16} strokeWidth={1.75} aria-hidden />
              <span className={collapsed ? 'visuallyHidden' : classes.word}>{word}</span>
              {name === 'inbox' && unread > 0 && (
                <span className={classes.unread}>
                  {collapsed && unread > 99 ? '99+' : count(unread)}
                  <span className="visuallyHidden"> unread</span>
                </span>
              )}
            </UnstyledButton>
          </Tooltip>
        ))}
      </div>
      <footer className={classes.foot}>
        <Listeners collapsed={collapsed} />
        <SandboxLock collapsed={collapsed} />
      </footer>
    </nav>
  )
}
