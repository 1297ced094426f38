import { Button, Checkbox, Collapse, Modal, PasswordInput, Radio, UnstyledButton } from '@mantine/core'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { client, errorSentence } from '../client.ts'
import { BasicFields, LimitFields } from './CredentialFields.tsx'
import classes from '../ui/dialogs.module.css'
import { emptyDraft, wantedOf, type Draft } from './draft.ts'
import type { Kind } from './item.ts'
import { senderOf, type Secret } from './secret.ts'

interface CreateDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
  readonly onMade: (secret: Secret) => void
}

/** A new credential or key: only a name is needed, everything else is folded away. */
export function CreateDialog({ opened, onClose, onMade }: CreateDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="New credential" size="lg" keepMounted={false}>
      <CreateForm onClose={onClose} onMade={onMade} />
    </Modal>
  )
}

function CreateForm({ onClose, onMade }: Omit<CreateDialogProps, 'opened'>) {
  const [kind, setKind] = useState<Kind>('smtpCredential')
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  const [password, setPassword] = useState('')
  const [readable, setReadable] = useState(false)
  const [more, setMore] = useState(false)
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }))

  const create = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const wanted = wantedOf(kind, draft)
      if (kind === 'apiKey') {
        const { key, ...made } = await client.apiKeys.create(wanted)
        onMade({ id: made.id, name: made.name, username: 'apikey', secret: key, kind, sender: senderOf(made) })
      } else {
        const made = await client.smtpCredentials.create({ ...wanted, readable, ...(password !== '' && { password }) })
        onMade({
          id: made.id,
          name: made.name,
          username: made.username,
          secret: made.password,
          kind,
          sender: senderOf(made),
        })
      }
    } catch (error) {
      setProblem(errorSentence(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <form className={classes.form} onSubmit={(event) => void create(event)}>
      <Radio.Group aria-label="Kind" value={kind} onChange={(value) => setKind(value)}>
        <div className={classes.kinds}>
          <Radio.Card value="smtpCredential" className={classes.kind}>
            <Radio.Indicator size="xs" />
            <div>
              <strong>SMTP credential</strong>
              <p>A user name and a password for one app, as AhaSend and Elastic Email have them.</p>
            </div>
          </Radio.Card>
          <Radio.Card value="apiKey" className={classes.kind}>
            <Radio.Indicator size="xs" />
            <div>
              <strong>API key</strong>
              <p>One secret for SMTP (user name apikey) and REST, as Paubox and SendGrid have them.</p>
            </div>
          </Radio.Card>
        </div>
      </Radio.Group>
      <BasicFields kind={kind} draft={draft} set={set} isNew />
      <UnstyledButton className={classes.fold} aria-expanded={more} onClick={() => setMore(!more)}>
        {more ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />} Limits and more
      </UnstyledButton>
      <Collapse expanded={more}>
        <div className={classes.form}>
          {kind === 'smtpCredential' && (
            <>
              <PasswordInput
                label="Password"
                description="Made for you when left empty, which is best: 28 characters that need no quoting anywhere"
                autoComplete="new-password"
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
              />
              <Checkbox
                size="xs"
                label="Keep it readable"
                description="Sealed in the vault, so that it can be shown again and CRAM-MD5 works. Otherwise only a fingerprint is kept"
                checked={readable}
                onChange={(event) => setReadable(event.currentTarget.checked)}
              />
            </>
          )}
          <LimitFields kind={kind} draft={draft} set={set} />
        </div>
      </Collapse>
      <footer className={classes.foot}>
        <span role="alert" className={classes.problem}>
          {problem}
        </span>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={busy} disabled={draft.name.trim() === ''}>
          Create
        </Button>
      </footer>
    </form>
  )
}
