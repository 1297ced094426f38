import type { WebhookEndpoint } from '../../../shared/model/webhook.ts'
import { client } from '../../client.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import dialogs from '../../ui/dialogs.module.css'

interface RemoveEndpointDialogProps {
  readonly endpoint: WebhookEndpoint
  readonly onClose: () => void
  readonly onRemoved: () => void
}

/** Says what is lost with it before it removes. */
export function RemoveEndpointDialog({ endpoint, onClose, onRemoved }: RemoveEndpointDialogProps) {
  const remove = async () => {
    await client.webhookEndpoints.remove({ id: endpoint.id })
    onRemoved()
  }
  return (
    <ConfirmDialog title={`Remove ${endpoint.name}?`} confirm="Remove" onConfirm={remove} onClose={onClose}>
      <p className={dialogs.text}>
        Its secret is deleted, and what waits to be told to it is dropped. This cannot be undone; switching it off can.
      </p>
    </ConfirmDialog>
  )
}
