import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { client, errorSentence } from '../client.ts'
import { confirmUser } from '../ui/confirmUser.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import classes from '../ui/dialogs.module.css'
import type { Item } from './item.ts'

/** A password that was kept readable, after a confirmation; the trail tells that it was shown. */
export function RevealDialog({ item, onClose }: { item: Item; onClose: () => void }) {
  const [password, setPassword] = useState<string | null>(null)
  const [problem, setProblem] = useState('')
  const reveal = async () => {
    if ((await confirmUser()) === 'no') {
      setProblem('The system did not confirm that it is you, so the password stays hidden.')
      return
    }
    try {
      setPassword((await client.smtpCredentials.reveal({ id: item.id })).password)
    } catch (error) {
      setProblem(errorSentence(error))
    }
  }
  return (
    <Modal opened onClose={onClose} title={`The password of ${item.name}`}>
      <div className={classes.form}>
        {password === null ? (
          <p className={classes.text}>
            Whoever sees your screen sees it too. The audit trail will tell that it was shown.
          </p>
        ) : (
          <dl className={classes.facts}>
            <div>
              <dt>Password</dt>
              <dd className={classes.secret}>
                <span>{password}</span>
                <CopyButton text={password} label="Copy password" />
              </dd>
            </div>
          </dl>
        )}
        <footer className={classes.foot}>
          <span role="alert" className={classes.problem}>
            {problem}
          </span>
          <Button variant="default" onClick={onClose}>
            {password === null ? 'Cancel' : 'Done'}
          </Button>
          {password === null && <Button onClick={() => void reveal()}>Show it</Button>}
        </footer>
      </div>
    </Modal>
  )
}
