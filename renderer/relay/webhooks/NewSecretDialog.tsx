import type { WebhookEndpoint } from '../../../shared/model/webhook.ts'
import { client } from '../../client.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import dialogs from '../../ui/dialogs.module.css'
import { say } from '../../ui/say.tsx'

interface NewSecretDialogProps {
  readonly endpoint: WebhookEndpoint
  readonly onClose: () => void
  readonly onMade: (made: WebhookEndpoint & { readonly secret: string | null }) => void
}

/** Says what a new secret breaks before it makes one. */
export function NewSecretDialog({ endpoint, onClose, onMade }: NewSecretDialogProps) {
  const pair = endpoint.signing === 'ecdsa'
  const make = async () => {
    onMade(await client.webhookEndpoints.rotateSecret({ id: endpoint.id }))
    if (pair) say.done('A new key pair signs from now on', 'Give the public key to your receiver.')
    onClose()
  }
  return (
    <ConfirmDialog
      title={pair ? 'A new key pair?' : 'A new secret?'}
      confirm={pair ? 'Make a new key pair' : 'Make a new secret'}
      keep="Keep the old one"
      destructive={false}
      onConfirm={make}
      onClose={onClose}
    >
      <p className={dialogs.text}>
        {endpoint.signing === 'standardWebhooks'
          ? 'For 24 hours calls are signed with both, the old one and the new one: change your receiver within that time.'
          : 'The one before is gone at once: until your receiver has the new one, it will refuse every call. What it refuses is told again.'}
      </p>
    </ConfirmDialog>
  )
}
