import { Tooltip, UnstyledButton } from '@mantine/core'
import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ReleaseDialog } from './ReleaseDialog.tsx'
import classes from './SandboxLock.module.css'
import { onAskToRelease, setSandboxLock } from './sandboxLock.ts'
import { useSystem } from './system.ts'

/** Says, readable from across the room, whether mail may leave this machine. Locking is one click, releasing is not. */
export function SandboxLock({ collapsed }: { collapsed: boolean }) {
  const locked = useSystem()?.sandboxLocked ?? true
  const [asking, setAsking] = useState(false)
  useEffect(() => onAskToRelease(() => setAsking(true)), [])
  const Icon = locked ? ShieldCheck : ShieldAlert
  const act = () => {
    if (locked) setAsking(true)
    else void setSandboxLock(true)
  }
  return (
    <>
      <Tooltip label={locked ? 'Release the sandbox…' : 'Lock the sandbox again'} position="right">
        <UnstyledButton
          className={classes.sign}
          data-collapsed={collapsed || undefined}
          data-released={!locked || undefined}
          onClick={act}
        >
          <Icon size={collapsed ? 18 : 20} aria-hidden />
          <span className={classes.word}>{locked ? 'Sandbox' : 'Released'}</span>
          <span className={collapsed ? 'visuallyHidden' : classes.sentence}>
            {locked ? 'Nothing leaves this machine' : 'Production mail may leave. Click to lock.'}
          </span>
        </UnstyledButton>
      </Tooltip>
      <ReleaseDialog opened={asking} onClose={() => setAsking(false)} />
    </>
  )
}
