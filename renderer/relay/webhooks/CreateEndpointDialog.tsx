import { Button, Modal } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { NewWebhookEndpoint, type WebhookEndpoint } from '../../../shared/model/webhook.ts'
import { client, errorSentence, isOutside } from '../../client.ts'
import dialogs from '../../ui/dialogs.module.css'
import { problemsOf } from '../../ui/issues.ts'
import { EndpointFields } from './EndpointFields.tsx'
import { OutsideNote } from './OutsideNote.tsx'
import { emptyEndpoint, type EndpointDraft } from './words.ts'

export type WithSecret = WebhookEndpoint & { readonly secret: string | null }

interface CreateEndpointDialogProps {
  readonly onClose: () => void
  readonly onMade: (made: WithSecret) => void
}

/** A new address that is told of events. One outside this machine is asked for once more. */
export function CreateEndpointDialog({ onClose, onMade }: CreateEndpointDialogProps) {
  const [draft, setDraft] = useState<EndpointDraft>(emptyEndpoint)
  const [tried, setTried] = useState(false)
  const [problem, setProblem] = useState('')
  const [outsideOf, setOutsideOf] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const problems = problemsOf(NewWebhookEndpoint.safeParse(draft))
  const outside = outsideOf === draft.url
  const create = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    setProblem('')
    if (problems.size > 0) return
    setBusy(true)
    try {
      onMade(await client.webhookEndpoints.create({ ...draft, outside }))
    } catch (error) {
      if (isOutside(error)) setOutsideOf(draft.url)
      else setProblem(errorSentence(error))
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title="New webhook endpoint" size="lg">
      <form className={dialogs.form} noValidate onSubmit={(event) => void create(event)}>
        <EndpointFields
          draft={draft}
          set={(change) => setDraft((before) => ({ ...before, ...change }))}
          problems={tried ? problems : new Map<string, string>()}
          isNew
        />
        {outside && <OutsideNote url={draft.url} />}
        <footer className={dialogs.foot}>
          <span role="alert" className={dialogs.problem}>
            {problem || (tried && problems.size > 0 ? 'Something needs correction above.' : '')}
          </span>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            {outside ? 'Tell it anyway' : 'Create'}
          </Button>
        </footer>
      </form>
    </Modal>
  )
}
