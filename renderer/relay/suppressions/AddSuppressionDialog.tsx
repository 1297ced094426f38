import { Button, Modal, Radio, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { client, errorSentence } from '../../client.ts'
import { problemWith } from '../../inbox/release/addresses.ts'
import dialogs from '../../ui/dialogs.module.css'

interface AddSuppressionDialogProps {
  readonly onClose: () => void
  readonly onAdded: () => void
}

/** An address that is not to be sent to. */
export function AddSuppressionDialog({ onClose, onAdded }: AddSuppressionDialogProps) {
  const [address, setAddress] = useState('')
  const [reason, setReason] = useState('')
  const [simulated, setSimulated] = useState(false)
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState('')
  const [busy, setBusy] = useState(false)
  const problem = problemWith([address.trim()], true)
  const add = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (problem !== null) return
    setBusy(true)
    try {
      await client.suppressions.add({
        address: address.trim(),
        simulated,
        ...(reason.trim() !== '' && { reason: reason.trim() }),
      })
      onAdded()
    } catch (error) {
      setRefused(errorSentence(error))
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title="Suppress an address">
      <form className={dialogs.form} noValidate onSubmit={(event) => void add(event)}>
        <TextInput
          label="Address"
          required
          data-autofocus
          placeholder="ann@example.com"
          spellCheck={false}
          value={address}
          error={tried && problem}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <TextInput
          label="Reason"
          placeholder="Added by hand"
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Radio.Group
          label="For"
          value={simulated ? 'sandbox' : 'real'}
          onChange={(value) => setSimulated(value === 'sandbox')}
        >
          <div className={dialogs.form}>
            <Radio size="xs" value="real" label="Real mail" description="Nothing leaves for it any more" mt={6} />
            <Radio
              size="xs"
              value="sandbox"
              label="Sandbox mail"
              description="Simulated as suppressed; keeps nobody from real mail"
            />
          </div>
        </Radio.Group>
        <footer className={dialogs.foot}>
          <span role="alert" className={dialogs.problem}>
            {refused}
          </span>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Add
          </Button>
        </footer>
      </form>
    </Modal>
  )
}
