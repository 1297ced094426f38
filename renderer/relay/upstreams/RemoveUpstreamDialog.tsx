import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { Upstream } from '../../../shared/model/upstream.ts'
import { client, errorSentence } from '../../client.ts'
import dialogs from '../../ui/dialogs.module.css'
import { counted } from '../../ui/format.ts'

interface RemoveUpstreamDialogProps {
  readonly upstream: Upstream
  readonly onClose: () => void
  readonly onRemoved: () => void
}

/** Says what will be lost and what waits before it removes. */
export function RemoveUpstreamDialog({ upstream, onClose, onRemoved }: RemoveUpstreamDialogProps) {
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const { id, name, waiting } = upstream
  const remove = async () => {
    setBusy(true)
    try {
      await client.upstreams.remove({ id })
      onRemoved()
    } catch (error) {
      setProblem(errorSentence(error))
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={`Remove ${name}?`}>
      <div className={dialogs.form}>
        <p className={dialogs.text}>
          {waiting === 0
            ? 'Nothing waits for it.'
            : `${counted(waiting, 'delivery waits', 'deliveries wait')} for it. They are held: you can release their messages through another upstream.`}{' '}
          Its login is deleted from the vault, and routes that lead to it capture only. This cannot be undone.
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
