import { Tooltip, UnstyledButton } from '@mantine/core'
import { Activity, Inbox, PanelLeftClose, PanelLeftOpen, Settings, type LucideIcon } from 'lucide-react'
import { useMailboxCounts } from '../inbox/live.ts'
import { count } from '../ui/format.ts'
import { useNarrow } from '../ui/useNarrow.ts'
import { useStored } from '../ui/useStored.ts'
import { Listeners } from './Listeners.tsx'
import classes from './Rail.module.css'
import { goTo, type ScreenName } from './route.ts'
import { SandboxSign } from './SandboxSign.tsx'

const entries: readonly { screen: ScreenName; word: string; icon: LucideIcon; key: string }[] = [
  { screen: 'inbox', word: 'Inbox', icon: Inbox, key: 'g i' },
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
    <div className={classes.rail} data-collapsed={collapsed || undefined}>
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
      <nav aria-label="Screens" className={classes.entries}>
        {entries.map(({ screen: name, word, icon: Icon, key }) => (
          <Tooltip key={name} label={`${word} (${key})`} position="right">
            <UnstyledButton
              className={classes.entry}
              aria-current={name === screen ? 'page' : undefined}
              aria-label={name === 'inbox' && unread > 0 ? `${word}, ${count(unread)} unread` : word}
              onClick={() => goTo(name)}
            >
              <Icon size={16} strokeWidth={1.75} aria-hidden />
              {!collapsed && <span className={classes.word}>{word}</span>}
              {name === 'inbox' && unread > 0 && (
                <span className={classes.unread}>{collapsed && unread > 99 ? '99+' : count(unread)}</span>
              )}
            </UnstyledButton>
          </Tooltip>
        ))}
      </nav>
      <footer className={classes.foot}>
        <Listeners collapsed={collapsed} />
        <SandboxSign collapsed={collapsed} />
      </footer>
    </div>
  )
}
