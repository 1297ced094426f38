import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { client, errorSentence } from '../client.ts'
import classes from '../ui/dialogs.module.css'
import type { Item } from './item.ts'
import { LastUses } from './LastUses.tsx'

/** Says what will break before it deletes. */
export function DeleteDialog({ item, onClose, onDeleted }: { item: Item; onClose: () => void; onDeleted: () => void }) {
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const remove = async () => {
    setBusy(true)
    try {
      if (item.kind === 'apiKey') await client.apiKeys.remove({ id: item.id })
      else await client.smtpCredentials.remove({ id: item.id })
      onDeleted()
    } catch (error) {
      setProblem(errorSentence(error))
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={`Delete ${item.name}?`}>
      <div className={classes.form}>
        <LastUses item={item} />
        <p className={classes.text}>This cannot be undone. Messages it sent stay, with its name.</p>
        <footer className={classes.foot}>
          <span role="alert" className={classes.problem}>
            {problem}
          </span>
          <Button variant="default" data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button color="red" loading={busy} onClick={() => void remove()}>
            Delete
          </Button>
        </footer>
      </div>
    </Modal>
  )
}
