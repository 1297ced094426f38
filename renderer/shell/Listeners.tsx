import { Tooltip, UnstyledButton } from '@mantine/core'
import { useEffect, useState } from 'react'
import { profileTitles } from '../../shared/model/manners.ts'
import type { Listener } from '../../shared/model/system.ts'
import { copyText } from '../ui/clipboard.ts'
import classes from './Listeners.module.css'
import { goTo } from './route.ts'
import { useConnectionState } from './useConnectionState.ts'
import { useSystem } from './system.ts'

/** Every port that takes mail in: a click copies its address, or leads to what is wrong with it. */
export function Listeners({ collapsed }: { collapsed: boolean }) {
  const listeners = useSystem()?.listeners ?? []
  // While the engine does not answer, nobody knows whether they listen.
  const known = useConnectionState() === 'connected'
  return (
    <ul className={classes.listeners} aria-label="SMTP listeners">
      {listeners.map((listener) => (
        <li key={`${listener.port} ${listener.security}`}>
          <ListenerEntry listener={listener} known={known} collapsed={collapsed} />
        </li>
      ))}
    </ul>
  )
}

interface ListenerEntryProps {
  readonly listener: Listener
  readonly known: boolean
  readonly collapsed: boolean
}

function ListenerEntry({ listener, known, collapsed }: ListenerEntryProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_400)
    return () => clearTimeout(timer)
  }, [copied])
  const { host, port, security, profile, state } = listener
  const works = state.is === 'listening'
  const kind = security === 'tls' ? 'TLS' : 'STARTTLS'
  const like = profile === 'sandpost' ? '' : `, like ${profileTitles[profile]}`
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const stateWord = !known ? 'not known' : works ? 'listening' : state.is === 'failed' ? 'failed' : 'stopped'
  const hint = works
    ? `${kind} on ${address}${like}: ${stateWord}. Click to copy.`
    : state.is === 'failed'
      ? state.message
      : `${kind} on ${address}${like} is stopped.`
  const act = () => {
    if (works) void copyText(address).then(setCopied)
    else goTo('settings')
  }
  return (
    <Tooltip label={hint} position="right" multiline maw={320}>
      <UnstyledButton className={classes.entry} data-collapsed={collapsed || undefined} onClick={act}>
        <span className={classes.dot} data-state={known ? state.is : 'unknown'} />
        <span className="visuallyHidden">{works ? 'Copy ' : 'Open the settings of '}</span>
        <span className={classes.address} aria-live="polite">
          {copied ? 'Copied' : collapsed ? port : address}
        </span>
        {!collapsed && <span className={classes.kind}>{works && known ? kind : stateWord}</span>}
        <span className="visuallyHidden">{works && known ? ', listening' : `, ${kind}`}</span>
      </UnstyledButton>
    </Tooltip>
  )
}
