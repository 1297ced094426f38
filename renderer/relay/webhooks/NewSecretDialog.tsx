import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { WebhookEndpoint } from '../../../shared/model/webhook.ts'
import { client, errorSentence } from '../../client.ts'
import dialogs from '../../ui/dialogs.module.css'
import { say } from '../../ui/say.tsx'

interface NewSecretDialogProps {
  readonly endpoint: WebhookEndpoint
  readonly onClose: () => void
  readonly onMade: (made: WebhookEndpoint & { readonly secret: string | null }) => void
}

/** Says what a new secret breaks before it makes one. */
export function NewSecretDialog({ endpoint, onClose, onMade }: NewSecretDialogProps) {
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const pair = endpoint.signing === 'ecdsa'
  const make = async () => {
    setBusy(true)
    try {
      onMade(await client.webhookEndpoints.rotateSecret({ id: endpoint.id }))
      if (pair) say.done('A new key pair signs from now on', 'Give the public key to your receiver.')
      onClose()
    } catch (error) {
      setProblem(errorSentence(error))
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={pair ? 'A new key pair?' : 'A new secret?'}>
      <div className={dialogs.form}>
        <p className={dialogs.text}>
          {endpoint.signing === 'standardWebhooks'
            ? 'For 24 hours calls are signed with both, the old one and the new one: change your receiver within that time.'
            : 'The one before is gone at once: until your receiver has the new one, it will refuse every call. What it refuses is told again.'}
        </p>
        <footer className={dialogs.foot}>
          <span role="alert" className={dialogs.problem}>
            {problem}
          </span>
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep the old one
          </Button>
          <Button loading={busy} onClick={() => void make()}>
            {pair ? 'Make a new key pair' : 'Make a new secret'}
          </Button>
        </footer>
      </div>
    </Modal>
  )
}
