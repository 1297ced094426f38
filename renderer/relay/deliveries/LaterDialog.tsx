import { Button, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { client, errorSentence } from '../../client.ts'
import dialogs from '../../ui/dialogs.module.css'
import { exactTime } from '../../ui/format.ts'
import { fail, say } from '../../ui/say.tsx'
import { useNow } from '../../ui/useNow.ts'

interface LaterDialogProps {
  readonly id: number
  readonly recipient: string
  readonly onClose: () => void
}

/** Puts a delivery off to a time of one's own. */
export function LaterDialog({ id, recipient, onClose }: LaterDialogProps) {
  const [chosen, setChosen] = useState(() => localTime(Date.now() + 3_600_000))
  const now = useNow()
  const at = new Date(chosen)
  const wrong = Number.isNaN(at.getTime()) ? 'Choose a day and a time' : at.getTime() < now ? 'This has passed' : null
  const schedule = async () => {
    try {
      const { changed } = await client.deliveries.schedule({ ids: [id], at: at.toISOString() })
      if (changed === 1) say.done(`Waits until ${exactTime(at.toISOString())}`)
      else say.done('Nothing was changed', 'It is not at a point where this can be done.')
      onClose()
    } catch (error) {
      fail('The delivery was not put off', errorSentence(error))
    }
  }
  return (
    <Modal opened onClose={onClose} title="Send later">
      <form
        className={dialogs.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (wrong === null) void schedule()
        }}
      >
        <TextInput
          type="datetime-local"
          label="Not before"
          description={`${recipient} waits until then. The time is that of this machine.`}
          value={chosen}
          error={wrong}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data-autofocus
        />
        <footer className={dialogs.foot}>
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" disabled={wrong !== null}>
            Send later
          </Button>
        </footer>
      </form>
    </Modal>
  )
}

/** What the field takes: local time without a zone, to the minute. */
function localTime(time: number): string {
  return new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
