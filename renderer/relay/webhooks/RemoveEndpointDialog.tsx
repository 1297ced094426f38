import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { WebhookEndpoint } from '../../../shared/model/webhook.ts'
import { client, errorSentence } from '../../client.ts'
import dialogs from '../../ui/dialogs.module.css'

interface RemoveEndpointDialogProps {
  readonly endpoint: WebhookEndpoint
  readonly onClose: () => void
  readonly onRemoved: () => void
}

/** Says what is lost with it before it removes. */
export function RemoveEndpointDialog({ endpoint, onClose, onRemoved }: RemoveEndpointDialogProps) {
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const remove = async () => {
    setBusy(true)
    try {
      await client.webhookEndpoints.remove({ id: endpoint.id })
      onRemoved()
    } catch (error) {
      setProblem(errorSentence(error))
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={`Remove ${endpoint.name}?`}>
      <div className={dialogs.form}>
        <p className={dialogs.text}>
          Its secret is deleted, and what waits to be told to it is dropped. This cannot be undone; switching it off
          can.
        </p>
        <footer className={dialogs.foot}>
          <span role="alert" className={dialogs.problem}>
            {problem}
          </span>
          <Button variant="default" data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button color="red" loading={busy} onClick={() => void remove()}>
            Remove
          </Button>
        </footer>
      </div>
    </Modal>
  )
}
