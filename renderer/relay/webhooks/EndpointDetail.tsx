import { ActionIcon, Button, NativeSelect, Switch } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, KeyRound, Send, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import { NewWebhookEndpoint, WebhookEvent, type WebhookEndpoint } from '../../../shared/model/webhook.ts'
import { client, engine, errorSentence, isOutside } from '../../client.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import pane from '../../ui/detailPane.module.css'
import { Facts } from '../../ui/Facts.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { count, exactTime } from '../../ui/format.ts'
import { problemsOf } from '../../ui/issues.ts'
import { fail, say } from '../../ui/say.tsx'
import { useNarrow } from '../../ui/useNarrow.ts'
import type { WithSecret } from './CreateEndpointDialog.tsx'
import { EndpointFields } from './EndpointFields.tsx'
import { EndpointChip } from './EndpointRow.tsx'
import { OutsideNote } from './OutsideNote.tsx'
import { NewSecretDialog } from './NewSecretDialog.tsx'
import { RemoveEndpointDialog } from './RemoveEndpointDialog.tsx'
import { verifySnippet } from './verifySnippet.ts'
import classes from './webhooks.module.css'
import { eventWords, type EndpointDraft } from './words.ts'

interface EndpointDetailProps {
  readonly endpoint: WebhookEndpoint
  readonly onClose: () => void
  /** It got a new secret, to be shown. */
  readonly onSecret: (endpoint: WithSecret) => void
  readonly onShowCalls: () => void
}

/** Everything about one endpoint, to be changed in place. */
export function EndpointDetail({ endpoint, onClose, onSecret, onShowCalls }: EndpointDetailProps) {
  const narrow = useNarrow()
  const queries = useQueryClient()
  const [base, setBase] = useState(() => draftOf(endpoint))
  const [draft, setDraft] = useState<EndpointDraft>(base)
  const [event, setEvent] = useState<WebhookEvent>('delivered')
  const [problem, setProblem] = useState('')
  const [outsideOf, setOutsideOf] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [renewing, setRenewing] = useState(false)
  const [removing, setRemoving] = useState(false)
  const { id, name, enabled, disabledBecause, secretMissing } = endpoint
  const stored = JSON.stringify(draftOf(endpoint))
  const dirty = JSON.stringify(draft) !== JSON.stringify(base)
  // Changed elsewhere while nothing was typed here: simply show it.
  if (JSON.stringify(base) !== stored && !dirty) {
    setBase(draftOf(endpoint))
    setDraft(draftOf(endpoint))
  }
  const problems = problemsOf(NewWebhookEndpoint.safeParse(draft))
  const outside = outsideOf === draft.url
  const snippet = verifySnippet(endpoint)
  const askAgain = () => void queries.invalidateQueries({ queryKey: engine.webhookEndpoints.key() })
  const save = async () => {
    setBusy(true)
    setProblem('')
    try {
      const saved = await client.webhookEndpoints.update({ id, ...draft, ...(outside && { outside }) })
      setBase(draftOf(saved))
      setDraft(draftOf(saved))
      say.done(`${saved.name} was saved`)
      askAgain()
    } catch (error) {
      if (isOutside(error)) setOutsideOf(draft.url)
      else setProblem(errorSentence(error))
    } finally {
      setBusy(false)
    }
  }
  const attempt = async (what: string, doing: () => Promise<void>) => {
    try {
      await doing()
      askAgain()
    } catch (error) {
      fail(what, errorSentence(error))
    }
  }
  return (
    <article className={pane.detail} aria-label="Webhook endpoint">
      <header className={pane.head}>
        {narrow && (
          <ActionIcon aria-label="Back to the list" onClick={onClose}>
            <ArrowLeft size={16} />
          </ActionIcon>
        )}
        <h2 className={pane.title}>{name}</h2>
        <EndpointChip endpoint={endpoint} />
        <span className={pane.space} />
        {!narrow && (
          <ActionIcon aria-label="Close (Esc)" onClick={onClose}>
            <X size={16} />
          </ActionIcon>
        )}
      </header>
      <div className={classes.body}>
        {disabledBecause !== null && (
          <p className={classes.notice} role="note">
            {disabledBecause} Switch it on when it answers again.
          </p>
        )}
        {secretMissing && (
          <p className={classes.notice} role="note">
            Its secret cannot be read: the vault is locked, or has lost it. Unlock the vault, or give it a new secret.
          </p>
        )}
        <Switch
          size="xs"
          label="Told of events"
          checked={enabled}
          onChange={(change) => {
            const on = change.currentTarget.checked
            void attempt(`${name} was not switched ${on ? 'on' : 'off'}`, async () => {
              await client.webhookEndpoints.update({ id, enabled: on })
            })
          }}
        />
        <div className={classes.actions}>
          <NativeSelect
            size="xs"
            aria-label="Event to send"
            value={event}
            onChange={(change) => setEvent(WebhookEvent.parse(change.currentTarget.value))}
            data={WebhookEvent.options.map((value) => ({ value, label: eventWords[value].word }))}
          />
          <Button
            variant="default"
            leftSection={<Send size={14} />}
            onClick={() =>
              void attempt('No test event was sent', async () => {
                await client.webhookEndpoints.test({ id, event })
                say.done('Test event on its way', 'See Calls for the answer.')
              })
            }
          >
            Send a test event
          </Button>
          <Button variant="default" onClick={onShowCalls}>
            Show its calls
          </Button>
          {endpoint.signing !== 'none' && (
            <Button variant="default" leftSection={<KeyRound size={14} />} onClick={() => setRenewing(true)}>
              {endpoint.signing === 'ecdsa' ? 'New key pair…' : 'New secret…'}
            </Button>
          )}
          <Button variant="default" color="red" leftSection={<Trash2 size={14} />} onClick={() => setRemoving(true)}>
            Remove…
          </Button>
        </div>
        <Facts facts={factsOf(endpoint)} />
        <Fold title="Check a call" about={snippet === null ? 'This format is not signed' : 'Code for your receiver'}>
          {snippet === null ? (
            <p className={classes.soft}>
              This provider does not sign its calls, so neither does Sandpost. Use a long random part in the address,
              and HTTPS.
            </p>
          ) : (
            <CodeBlock code={snippet} label="Code that checks a call" />
          )}
        </Fold>
        <EndpointFields
          draft={draft}
          set={(change) => setDraft((before) => ({ ...before, ...change }))}
          problems={problems}
        />
        {outside && <OutsideNote url={draft.url} />}
      </div>
      {(dirty || problem !== '') && (
        <footer className={classes.foot}>
          <span role="alert" className={classes.problem}>
            {problem}
          </span>
          <Button
            variant="default"
            onClick={() => {
              setDraft(base)
              setProblem('')
            }}
          >
            Discard
          </Button>
          <Button loading={busy} disabled={!dirty || problems.size > 0} onClick={() => void save()}>
            {outside ? 'Tell it anyway' : 'Save'}
          </Button>
        </footer>
      )}
      {renewing && <NewSecretDialog endpoint={endpoint} onClose={() => setRenewing(false)} onMade={onSecret} />}
      {removing && <RemoveEndpointDialog endpoint={endpoint} onClose={() => setRemoving(false)} onRemoved={onClose} />}
    </article>
  )
}

function draftOf({ name, url, format, events, credentialIds }: WebhookEndpoint): EndpointDraft {
  return { name, url, format, events, credentialIds }
}

function factsOf(endpoint: WebhookEndpoint) {
  const { url, secretHint, publicKey, successes, failures, failuresInARow, lastCallAt } = endpoint
  return [
    { name: 'Address', value: url, mono: true, copy: true },
    ...(secretHint === null ? [] : [{ name: 'Secret ends in', value: secretHint, mono: true }]),
    ...(publicKey === null ? [] : [{ name: 'Public key', value: publicKey, mono: true, copy: true }]),
    { name: 'Taken', value: count(successes) },
    {
      name: 'Failed',
      value: failuresInARow > 0 ? `${count(failures)}, the last ${count(failuresInARow)} in a row` : count(failures),
    },
    { name: 'Last called', value: lastCallAt === null ? 'Never' : exactTime(lastCallAt) },
  ]
}
