import { client } from '../client.ts'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import classes from '../ui/dialogs.module.css'
import type { Item } from './item.ts'
import { LastUses } from './LastUses.tsx'

/** Says what will break before it deletes. */
export function DeleteDialog({ item, onClose, onDeleted }: { item: Item; onClose: () => void; onDeleted: () => void }) {
  const remove = async () => {
    if (item.kind === 'apiKey') await client.apiKeys.remove({ id: item.id })
    else await client.smtpCredentials.remove({ id: item.id })
    onDeleted()
  }
  return (
    <ConfirmDialog title={`Delete ${item.name}?`} confirm="Delete" onConfirm={remove} onClose={onClose}>
      <LastUses item={item} />
      <p className={classes.text}>This cannot be undone. Messages it sent stay, with its name.</p>
    </ConfirmDialog>
  )
}
