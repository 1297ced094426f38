import { Button, Modal, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { client } from '../../client.ts'
import { saveFile } from '../../ui/saveFile.ts'
import { say } from '../../ui/say.tsx'
import { useTask } from './useTask.ts'
import classes from './VaultSection.module.css'

/** The whole vault as one encrypted file. */
export function BackupDialog({ onClose }: { onClose: () => void }) {
  const [passphrase, setPassphrase] = useState('')
  const { busy, problem, run } = useTask()
  const backUp = () =>
    run(async () => {
      const file = await client.vault.backup({ passphrase })
      saveFile(file, file.name)
      say.done('The backup was saved')
      onClose()
    })
  return (
    <Modal opened onClose={onClose} title="Back up the vault">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          void backUp()
        }}
      >
        <p>One file with every credential, key and their history. Only this passphrase opens it, on any machine.</p>
        <PasswordInput
          label="Passphrase of the backup"
          description="At least 12 characters"
          data-autofocus
          autoComplete="new-password"
          error={problem || undefined}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        <footer className={classes.foot}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={passphrase === ''}>
            Save the backup
          </Button>
        </footer>
      </form>
    </Modal>
  )
}
