import { Button, Modal, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { client, errorSentence } from '../client.ts'
import classes from '../ui/dialogs.module.css'
import { usernameOf, type Item } from './item.ts'
import { LastUses } from './LastUses.tsx'
import { senderOf, type Secret } from './secret.ts'

const graces = [
  { value: '0', label: 'At once' },
  { value: '3600', label: 'In an hour' },
  { value: '86400', label: 'In a day' },
  { value: '604800', label: 'In a week' },
]

/** A new secret, with time for the apps that still have the old one. */
export function RotateDialog({
  item,
  onClose,
  onRotated,
}: {
  item: Item
  onClose: () => void
  onRotated: (secret: Secret) => void
}) {
  const [grace, setGrace] = useState('86400')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const word = item.kind === 'apiKey' ? 'key' : 'password'
  const rotate = async () => {
    setBusy(true)
    try {
      const how = { id: item.id, graceSeconds: Number(grace) }
      const secret =
        item.kind === 'apiKey'
          ? (await client.apiKeys.rotate(how)).key
          : (await client.smtpCredentials.rotate(how)).password
      onRotated({
        id: item.id,
        name: item.name,
        username: usernameOf(item),
        secret,
        kind: item.kind,
        sender: senderOf(item),
      })
    } catch (error) {
      setProblem(errorSentence(error))
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={`Change the ${word} of ${item.name}`}>
      <div className={classes.form}>
        <p className={classes.text}>Everything else stays as it is.</p>
        <NativeSelect
          label={`The old ${word} ends`}
          data-autofocus
          value={grace}
          onChange={(event) => setGrace(event.currentTarget.value)}
          data={graces}
        />
        {grace === '0' && <LastUses item={item} />}
        <footer className={classes.foot}>
          <span role="alert" className={classes.problem}>
            {problem}
          </span>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={busy} onClick={() => void rotate()}>
            Change the {word}
          </Button>
        </footer>
      </div>
    </Modal>
  )
}
