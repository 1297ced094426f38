import type { Upstream } from '../../../shared/model/upstream.ts'
import { client } from '../../client.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import dialogs from '../../ui/dialogs.module.css'
import { counted } from '../../ui/format.ts'

interface RemoveUpstreamDialogProps {
  readonly upstream: Upstream
  readonly onClose: () => void
  readonly onRemoved: () => void
}

/** Says what will be lost and what waits before it removes. */
export function RemoveUpstreamDialog({ upstream, onClose, onRemoved }: RemoveUpstreamDialogProps) {
  const { id, name, waiting } = upstream
  const remove = async () => {
    await client.upstreams.remove({ id })
    onRemoved()
  }
  return (
    <ConfirmDialog title={`Remove ${name}?`} confirm="Remove" onConfirm={remove} onClose={onClose}>
      <p className={dialogs.text}>
        {waiting === 0
          ? 'Nothing waits for it.'
          : `${counted(waiting, 'delivery waits', 'deliveries wait')} for it. They are held: you can release their messages through another upstream.`}{' '}
        Its login is deleted from the vault, and routes that lead to it capture only. This cannot be undone.
      </p>
    </ConfirmDialog>
  )
}
