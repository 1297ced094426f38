import { Button } from '@mantine/core'
import { ShieldCheck } from 'lucide-react'
import { askToRelease } from '../shell/sandboxLock.ts'
import { useSystem } from '../shell/system.ts'
import classes from './SandboxNote.module.css'

/** While the sandbox is locked: that nothing leaves, and the way to let it. */
export function SandboxNote() {
  const locked = useSystem()?.sandboxLocked ?? true
  if (!locked) return null
  return (
    <div className={classes.note} role="note">
      <ShieldCheck size={16} aria-hidden />
      <span>The sandbox is locked: nothing leaves this machine, whatever is set up here.</span>
      <Button variant="default" size="compact-xs" onClick={askToRelease}>
        Release the sandbox…
      </Button>
    </div>
  )
}
