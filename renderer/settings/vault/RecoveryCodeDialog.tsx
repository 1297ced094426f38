import { Button, Checkbox, Modal } from '@mantine/core'
import { useState } from 'react'
import { client } from '../../client.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useTask } from './useTask.ts'
import classes from './VaultSection.module.css'

/** A new recovery code, shown once. */
export function RecoveryCodeDialog({ onClose }: { onClose: () => void }) {
  const [code, setCode] = useState<string | null>(null)
  const [written, setWritten] = useState(false)
  const { busy, problem, run } = useTask()
  const make = () => run(async () => setCode((await client.vault.makeRecoveryCode()).code))
  return (
    <Modal
      opened
      onClose={onClose}
      title="Recovery code"
      closeOnClickOutside={code === null}
      closeOnEscape={code === null || written}
      withCloseButton={code === null || written}
    >
      <div className={classes.form}>
        {code === null ? (
          <p>It opens the vault when everything else is lost. A code that was made before stops to work.</p>
        ) : (
          <>
            <p>Write it down, or keep it in a password manager, away from this machine. It is not shown again.</p>
            <div className={classes.code}>
              <span>{code}</span>
              <CopyButton text={code} label="Copy the recovery code" />
            </div>
            <Checkbox
              label="I have written it down"
              checked={written}
              onChange={(event) => setWritten(event.currentTarget.checked)}
            />
          </>
        )}
        <footer className={classes.foot}>
          <span role="alert" className={classes.problem}>
            {problem}
          </span>
          {code === null ? (
            <>
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button loading={busy} onClick={() => void make()}>
                Make a code
              </Button>
            </>
          ) : (
            <Button disabled={!written} onClick={onClose}>
              Done
            </Button>
          )}
        </footer>
      </div>
    </Modal>
  )
}
