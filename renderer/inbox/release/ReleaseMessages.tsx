import { Button, Modal, NativeSelect, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Send, ShieldCheck } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { client, engine, errorSentence } from '../../client.ts'
import { useRelayTab } from '../../relay/tab.ts'
import { askToRelease } from '../../shell/sandboxLock.ts'
import { useSystem } from '../../shell/system.ts'
import dialogs from '../../ui/dialogs.module.css'
import { counted } from '../../ui/format.ts'
import { say } from '../../ui/say.tsx'
import { useStored } from '../../ui/useStored.ts'
import { addressesIn, problemWith } from './addresses.ts'
import { OutgoingPreview } from './OutgoingPreview.tsx'
import { RecipientsField } from './RecipientsField.tsx'
import classes from './ReleaseMessages.module.css'

interface ReleaseMessagesProps {
  /** One or many. */
  readonly ids: readonly number[]
  readonly onClose: () => void
}

/** Sends captured messages on, after saying through what, to whom, and what will leave. */
export function ReleaseMessages({ ids, onClose }: ReleaseMessagesProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={ids.length === 1 ? 'Release this message' : `Release ${counted(ids.length, 'message')}`}
    >
      <Ready ids={ids} onClose={onClose} />
    </Modal>
  )
}

/** Asks for what the form begins with. */
function Ready({ ids, onClose }: ReleaseMessagesProps) {
  const upstreams = useQuery(engine.upstreams.list.queryOptions())
  const single = ids.length === 1 ? (ids[0] ?? null) : null
  const message = useQuery(engine.messages.get.queryOptions({ input: { id: single ?? 0 }, enabled: single !== null }))
  const { show } = useRelayTab()
  const error = upstreams.error ?? message.error
  if (error) return <p role="alert">{errorSentence(error)}</p>
  if (!upstreams.data || (single !== null && !message.data)) return <Skeleton height={160} />
  if (upstreams.data.length === 0) {
    return (
      <div className={dialogs.form}>
        <p className={dialogs.text}>
          There is no upstream yet: a real mail server that takes mail on, such as a provider. Set one up first, then
          release.
        </p>
        <footer className={dialogs.foot}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            data-autofocus
            onClick={() => {
              onClose()
              show('upstreams')
            }}
          >
            Set up an upstream
          </Button>
        </footer>
      </div>
    )
  }
  return (
    <ReleaseForm
      ids={ids}
      single={single}
      upstreams={upstreams.data}
      initial={addressesIn(message.data?.envelope.recipients ?? [])}
      onClose={onClose}
    />
  )
}

interface ReleaseFormProps extends ReleaseMessagesProps {
  readonly single: number | null
  readonly upstreams: readonly { readonly id: string; readonly name: string; readonly paused: boolean }[]
  readonly initial: readonly string[]
}

function ReleaseForm({ ids, single, upstreams, initial, onClose }: ReleaseFormProps) {
  const [remembered, setRemembered] = useStored<string>('release.upstream', '')
  const upstream = upstreams.find(({ id }) => id === remembered) ?? upstreams[0]
  const [to, setTo] = useState<readonly string[]>(initial)
  const [refused, setRefused] = useState('')
  const [busy, setBusy] = useState(false)
  const locked = useSystem()?.sandboxLocked ?? true
  const problem = problemWith(to, single !== null)
  if (!upstream) return null
  const own = single === null && to.length === 0
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (locked || problem !== null) return
    setBusy(true)
    setRefused('')
    try {
      say.done(await release(ids, upstream.id, own ? null : to), `Through ${upstream.name}`)
      onClose()
    } catch (error) {
      setRefused(errorSentence(error))
      setBusy(false)
    }
  }
  return (
    <form className={dialogs.form} onSubmit={(event) => void send(event)}>
      <NativeSelect
        label="Through"
        data-autofocus
        value={upstream.id}
        onChange={(event) => setRemembered(event.currentTarget.value)}
        data={upstreams.map(({ id, name, paused }) => ({ value: id, label: paused ? `${name} (paused)` : name }))}
      />
      <RecipientsField to={to} single={single !== null} problem={problem} onChange={setTo} />
      {single !== null && problem === null && <OutgoingPreview id={single} upstreamId={upstream.id} to={to} />}
      <p className={classes.sentence} role="status">
        <Send size={15} aria-hidden />
        <span>
          {single !== null ? 'Leaves' : counted(ids.length, 'message leaves', 'messages leave')} through{' '}
          <strong>{upstream.name}</strong> to{' '}
          {own ? 'the recipients that each of them was sent to' : counted(new Set(to).size, 'recipient')}.
          {upstream.paused && ' It is paused: the mail waits until you let it go on.'}
        </span>
      </p>
      {locked && (
        <div className={classes.locked} role="note">
          <ShieldCheck size={16} aria-hidden />
          <span>The sandbox is locked: nothing leaves this machine, not by hand either.</span>
          <Button variant="default" size="compact-xs" onClick={askToRelease}>
            Release the sandbox…
          </Button>
        </div>
      )}
      <footer className={dialogs.foot}>
        <span role="alert" className={dialogs.problem}>
          {refused}
        </span>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={busy} disabled={locked || problem !== null}>
          Release
        </Button>
      </footer>
    </form>
  )
}

/** Says what was done. */
async function release(ids: readonly number[], upstreamId: string, to: readonly string[] | null): Promise<string> {
  const [only] = ids
  if (ids.length === 1 && only !== undefined && to !== null) {
    const { deliveries } = await client.outgoing.release({ id: only, upstreamId, to: [...to] })
    return `Released to ${counted(deliveries.length, 'recipient')}`
  }
  const done = await client.outgoing.releaseMany({ ids: [...ids], upstreamId, ...(to !== null && { to: [...to] }) })
  return `${counted(done.released, 'message')} released to ${counted(done.deliveries, 'recipient')}`
}
