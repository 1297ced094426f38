import { Button, Modal, PasswordInput, SegmentedControl } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { client, errorSentence } from '../client.ts'
import { say } from '../ui/say.tsx'
import classes from './SandboxLock.module.css'
import { useSystem } from './system.ts'

type Way = 'passphrase' | 'recoveryCode'

/** Opens the vault by passphrase or recovery code. */
export function UnlockDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Unlock the vault" keepMounted={false}>
      <Unlock onClose={onClose} />
    </Modal>
  )
}

function Unlock({ onClose }: { onClose: () => void }) {
  const openers = useSystem()?.vault.openers ?? []
  const [way, setWay] = useState<Way>(openers.includes('passphrase') ? 'passphrase' : 'recoveryCode')
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const unlock = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await client.vault.unlock(way === 'passphrase' ? { passphrase: typed } : { recoveryCode: typed })
      say.done('The vault is open')
      onClose()
    } catch (error) {
      setProblem(errorSentence(error))
      setBusy(false)
    }
  }
  return (
    <form className={classes.dialog} onSubmit={(event) => void unlock(event)}>
      {openers.includes('passphrase') && (
        <SegmentedControl
          size="xs"
          aria-label="Unlock by"
          value={way}
          onChange={(value) => setWay(value)}
          data={[
            { value: 'passphrase', label: 'Passphrase' },
            { value: 'recoveryCode', label: 'Recovery code' },
          ]}
        />
      )}
      <PasswordInput
        label={way === 'passphrase' ? 'Passphrase' : 'Recovery code'}
        description={way === 'recoveryCode' ? 'Eight groups of four. Case and dashes do not matter' : undefined}
        data-autofocus
        autoComplete="off"
        error={problem || undefined}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <footer className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={busy} disabled={typed === ''}>
          Unlock
        </Button>
      </footer>
    </form>
  )
}
