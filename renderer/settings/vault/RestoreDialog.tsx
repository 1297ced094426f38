import { Button, Checkbox, FileInput, Modal, PasswordInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../../client.ts'
import { counted } from '../../ui/format.ts'
import { say } from '../../ui/say.tsx'
import { useTask } from './useTask.ts'
import classes from './VaultSection.module.css'

/** Puts a backup back. What is in the vault goes only when that was said. */
export function RestoreDialog({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const [replace, setReplace] = useState(false)
  const queries = useQueryClient()
  const { busy, problem, run } = useTask()
  const restore = () =>
    run(async () => {
      if (!file) return
      const { smtpCredentials, apiKeys } = await client.vault.restore({ file, passphrase, replace })
      say.done(
        'The backup is restored',
        `${counted(smtpCredentials, 'SMTP credential')}, ${counted(apiKeys, 'API key')}`,
      )
      await queries.invalidateQueries()
      onClose()
    })
  return (
    <Modal opened onClose={onClose} title="Restore a backup">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          void restore()
        }}
      >
        <FileInput label="Backup file" placeholder="Choose a file" clearable value={file} onChange={setFile} />
        <PasswordInput
          label="Its passphrase"
          autoComplete="off"
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        <Checkbox
          label="Replace what is in the vault now"
          description="Credentials and keys that are not in the backup are lost"
          checked={replace}
          onChange={(event) => setReplace(event.currentTarget.checked)}
        />
        <footer className={classes.foot}>
          <span role="alert" className={classes.problem}>
            {problem}
          </span>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={!file || passphrase === ''}>
            Restore
          </Button>
        </footer>
      </form>
    </Modal>
  )
}
