import { Button, Tooltip, UnstyledButton } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { Send } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { useMessageActions } from '../inbox/actions.ts'
import { count } from '../ui/format.ts'
import { modKey } from '../ui/shortcuts.ts'
import { useRunning } from '../ui/useRunning.ts'
import classes from './TitleBar.module.css'

interface TitleBarProps {
  /** Of the screen, e.g. `Inbox`. */
  readonly title: string
  /** Shown before it in the window's title. */
  readonly unread?: number
  /** The search of the screen. */
  readonly children?: ReactNode
  /** The screen's primary action; sends a sample unless told otherwise, null for none. */
  readonly action?: ReactNode
}

/** The bar on top: search of the screen, the way to every command, one primary action. */
export function TitleBar({ title, unread = 0, children, action }: TitleBarProps) {
  useEffect(() => {
    document.title = `${unread > 0 ? `(${count(unread)}) ` : ''}${title} — Sandpost`
  }, [title, unread])
  return (
    <header className={classes.bar}>
      <h1 className="visuallyHidden">{title}</h1>
      <div className={classes.search}>{children}</div>
      <Tooltip label="Do anything by name">
        <UnstyledButton
          className={classes.commands}
          onClick={() => spotlight.open()}
          aria-keyshortcuts="Control+K Meta+K"
        >
          <span className={classes.word}>Commands</span>
          <kbd>{modKey} K</kbd>
        </UnstyledButton>
      </Tooltip>
      {action === undefined ? <SendSample /> : action}
    </header>
  )
}

function SendSample() {
  const { sendSample } = useMessageActions()
  const [sending, run] = useRunning(sendSample)
  return (
    <Tooltip label="Sends a message to yourself through the real SMTP port">
      <Button leftSection={<Send size={14} />} loading={sending} onClick={run}>
        Send a sample
      </Button>
    </Tooltip>
  )
}
