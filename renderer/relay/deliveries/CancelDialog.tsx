import { Button, Modal } from '@mantine/core'
import dialogs from '../../ui/dialogs.module.css'
import { counted } from '../../ui/format.ts'

interface CancelDialogProps {
  readonly selected: number
  readonly onClose: () => void
  readonly onCancel: () => void
}

/** Cancelling cannot be undone: asked for many at once. */
export function CancelDialog({ selected, onClose, onCancel }: CancelDialogProps) {
  const what = counted(selected, 'delivery', 'deliveries')
  return (
    <Modal opened onClose={onClose} title={`Cancel ${what}?`}>
      <div className={dialogs.form}>
        <p className={dialogs.text}>
          Those that still wait or are held are given up for good; this cannot be undone. What was delivered or refused
          stays as it is, and so do the captured messages: you can release them again.
        </p>
        <footer className={dialogs.foot}>
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep them
          </Button>
          <Button color="red" onClick={onCancel}>
            Cancel {what}
          </Button>
        </footer>
      </div>
    </Modal>
  )
}
