import { Button, Modal, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { client } from '../../client.ts'
import { useSystem } from '../../shell/system.ts'
import { say } from '../../ui/say.tsx'
import { useTask } from './useTask.ts'
import classes from './VaultSection.module.css'

/** Sets, changes or removes the passphrase. */
export function PassphraseDialog({ onClose }: { onClose: () => void }) {
  const has = useSystem()?.vault.openers.includes('passphrase') ?? false
  const [current, setCurrent] = useState('')
  const [wanted, setWanted] = useState('')
  const [again, setAgain] = useState('')
  const { busy, problem, run } = useTask()
  const put = (passphrase: string | null) =>
    run(async () => {
      await client.vault.setPassphrase({ passphrase, ...(has && { current }) })
      say.done(passphrase === null ? 'The passphrase is gone' : 'The passphrase is set')
      onClose()
    })
  const differs = again !== '' && again !== wanted
  return (
    <Modal opened onClose={onClose} title={has ? 'Change the passphrase' : 'Set a passphrase'}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (wanted === again) void put(wanted)
        }}
      >
        <p>
          It opens the vault wherever its file goes: on another machine, in a container (SANDPOST_PASSPHRASE), or when
          the keychain or key file is lost.
        </p>
        {has && (
          <PasswordInput
            label="Present passphrase"
            data-autofocus
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
        )}
        <PasswordInput
          label="New passphrase"
          description="At least 12 characters: four words that have nothing to do with each other are good"
          autoComplete="new-password"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <PasswordInput
          label="The same again"
          autoComplete="new-password"
          error={differs ? 'This is not the same' : undefined}
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
        <footer className={classes.foot}>
          <span role="alert" className={classes.problem}>
            {problem}
          </span>
          {has && (
            <Button variant="default" color="red" disabled={busy || current === ''} onClick={() => void put(null)}>
              Remove it
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={wanted === '' || wanted !== again || (has && current === '')}>
            {has ? 'Change' : 'Set'}
          </Button>
        </footer>
      </form>
    </Modal>
  )
}
