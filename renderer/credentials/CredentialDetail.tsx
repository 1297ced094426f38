import { ActionIcon, Button, Checkbox } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, Eye, RefreshCw, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import { client, errorSentence, isConflict } from '../client.ts'
import { Facts } from '../ui/Facts.tsx'
import { exactTime } from '../ui/format.ts'
import { say } from '../ui/say.tsx'
import { useNarrow } from '../ui/useNarrow.ts'
import { useNow } from '../ui/useNow.ts'
import pane from '../ui/detailPane.module.css'
import classes from './CredentialDetail.module.css'
import { BasicFields, LimitFields } from './CredentialFields.tsx'
import { StandingChip } from './CredentialRow.tsx'
import { draftOf, wantedOf, type Draft } from './draft.ts'
import { kindWord, usernameOf, type Item } from './item.ts'
import { RevealDialog } from './RevealDialog.tsx'

interface CredentialDetailProps {
  readonly item: Item
  readonly onClose: () => void
  readonly onRotate: () => void
  readonly onDelete: () => void
}

/** Everything about one credential, to be changed in place. */
export function CredentialDetail(props: CredentialDetailProps) {
  // Another one is another form.
  return <Detail key={props.item.id} {...props} />
}

function Detail({ item, onClose, onRotate, onDelete }: CredentialDetailProps) {
  const narrow = useNarrow()
  const now = useNow()
  const queries = useQueryClient()
  const [base, setBase] = useState(item)
  const [draft, setDraft] = useState<Draft>(() => draftOf(item))
  const [problem, setProblem] = useState('')
  const [conflict, setConflict] = useState(false)
  const [busy, setBusy] = useState(false)
  const [revealing, setRevealing] = useState(false)
  const dirty = JSON.stringify(draft) !== JSON.stringify(draftOf(base))
  // Changed elsewhere while nothing was typed here: simply show it.
  if (base.version !== item.version && !dirty) {
    setBase(item)
    setDraft(draftOf(item))
    setConflict(false)
  }
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }))
  const takeTheirs = () => {
    setBase(item)
    setDraft(draftOf(item))
    setConflict(false)
    setProblem('')
  }
  const save = async (version: number) => {
    setBusy(true)
    setProblem('')
    try {
      const change = { id: item.id, version, ...wantedOf(item.kind, draft) }
      const saved: Item =
        item.kind === 'apiKey'
          ? { kind: 'apiKey', ...(await client.apiKeys.update(change)) }
          : { kind: 'smtpCredential', ...(await client.smtpCredentials.update(change)) }
      setBase(saved)
      setDraft(draftOf(saved))
      setConflict(false)
      say.done(`${saved.name} was saved`)
      await queries.invalidateQueries()
    } catch (error) {
      setConflict(isConflict(error))
      setProblem(errorSentence(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <article className={pane.detail} aria-label={kindWord[item.kind]}>
      <header className={pane.head}>
        {narrow && (
          <ActionIcon aria-label="Back to the list" onClick={onClose}>
            <ArrowLeft size={16} />
          </ActionIcon>
        )}
        <h2 className={pane.title}>{item.name}</h2>
        <StandingChip item={item} now={now} />
        <span className={pane.space} />
        {!narrow && (
          <ActionIcon aria-label="Close (Esc)" onClick={onClose}>
            <X size={16} />
          </ActionIcon>
        )}
      </header>
      <div className={classes.body}>
        <Facts
          facts={[
            { name: 'Kind', value: kindWord[item.kind] },
            { name: 'User name', value: usernameOf(item), mono: true, copy: true },
            { name: 'Secret ends in', value: item.secretHint, mono: true },
            { name: 'Made', value: exactTime(item.createdAt) },
            { name: 'Last used', value: item.lastUsedAt === null ? 'Never' : exactTime(item.lastUsedAt) },
          ]}
        />
        <div className={classes.actions}>
          <Button variant="default" leftSection={<RefreshCw size={14} />} onClick={onRotate}>
            Change the {item.kind === 'apiKey' ? 'key' : 'password'}…
          </Button>
          {item.kind === 'smtpCredential' && item.readable && (
            <Button variant="default" leftSection={<Eye size={14} />} onClick={() => setRevealing(true)}>
              Show the password…
            </Button>
          )}
          <Button variant="default" color="red" leftSection={<Trash2 size={14} />} onClick={onDelete}>
            Delete…
          </Button>
        </div>
        <Checkbox
          label="Enabled"
          description="A disabled one is refused from the next login and the next message on"
          checked={draft.enabled}
          onChange={(event) => set({ enabled: event.currentTarget.checked })}
        />
        <BasicFields kind={item.kind} draft={draft} set={set} />
        <LimitFields kind={item.kind} draft={draft} set={set} />
      </div>
      {(dirty || problem !== '') && (
        <footer className={classes.foot}>
          <span role="alert" className={classes.problem}>
            {problem}
          </span>
          {conflict ? (
            <>
              <Button variant="default" onClick={takeTheirs}>
                Take theirs
              </Button>
              <Button loading={busy} onClick={() => void save(item.version)}>
                Keep mine
              </Button>
            </>
          ) : (
            <>
              <Button variant="default" onClick={takeTheirs}>
                Discard
              </Button>
              <Button loading={busy} disabled={!dirty} onClick={() => void save(base.version)}>
                Save
              </Button>
            </>
          )}
        </footer>
      )}
      {revealing && <RevealDialog item={item} onClose={() => setRevealing(false)} />}
    </article>
  )
}
