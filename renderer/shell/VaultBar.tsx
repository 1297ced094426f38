import { Button } from '@mantine/core'
import { LockKeyhole } from 'lucide-react'
import { useState } from 'react'
import classes from './Bars.module.css'
import { useSystem } from './system.ts'
import { UnlockDialog } from './UnlockDialog.tsx'

/** On top of every screen while the vault is locked: why, what still works, and the way out. */
export function VaultBar() {
  const vault = useSystem()?.vault
  const [asking, setAsking] = useState(false)
  if (vault?.state !== 'locked') return null
  return (
    <>
      <div className={classes.bar} data-severity="error" role="alert">
        <LockKeyhole size={15} aria-hidden />
        <span>
          <strong>The vault is locked.</strong> {vault.problem} Mail without a login is still captured; logins are
          refused for the time being.
        </span>
        {vault.openers.length > 0 && (
          <Button variant="default" onClick={() => setAsking(true)}>
            Unlock…
          </Button>
        )}
      </div>
      <UnlockDialog opened={asking} onClose={() => setAsking(false)} />
    </>
  )
}
