import { Button, Modal } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { errorSentence } from '../client.ts'
import dialogs from './dialogs.module.css'

interface ConfirmDialogProps {
  readonly title: string
  /** What the button that does it says, and whether it takes something away. */
  readonly confirm: string
  readonly destructive?: boolean
  readonly keep?: string
  /** What will be lost, in words. */
  readonly children: ReactNode
  /** Closes the dialog by what it leads to; when it fails, the dialog says why. */
  readonly onConfirm: () => Promise<void>
  readonly onClose: () => void
}

/** Asks before what cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, confirm, destructive = true, keep = 'Cancel', children, onConfirm, onClose } = props
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const act = async () => {
    setBusy(true)
    try {
      await onConfirm()
    } catch (error) {
      setProblem(errorSentence(error))
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={title}>
      <div className={dialogs.form}>
        {children}
        <footer className={dialogs.foot}>
          <span role="alert" className={dialogs.problem}>
            {problem}
          </span>
          <Button variant="default" data-autofocus onClick={onClose}>
            {keep}
          </Button>
          <Button {...(destructive && { color: 'red' })} loading={busy} onClick={() => void act()}>
            {confirm}
          </Button>
        </footer>
      </div>
    </Modal>
  )
}
