import { Button, Modal, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { engine } from '../client.ts'
import { useCredentials } from '../credentials/useCredentials.ts'
import { counted } from '../ui/format.ts'
import type { Routing } from '../../shared/model/routing.ts'
import type { Upstream } from '../../shared/model/upstream.ts'
import classes from './SandboxLock.module.css'
import { setSandboxLock } from './sandboxLock.ts'

const word = 'release'
const shownNames = 8

/** The deliberate step: what it means, which credentials it concerns, and a word to type. */
export function ReleaseDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Release the sandbox?" keepMounted={false}>
      <Release onClose={onClose} />
    </Modal>
  )
}

function Release({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const { items } = useCredentials()
  const { data: upstreams } = useQuery(engine.upstreams.list.queryOptions())
  const { data: routing } = useQuery(engine.routing.get.queryOptions())
  const waiting = upstreams?.reduce((sum, upstream) => sum + (upstream.paused ? 0 : upstream.waiting), 0) ?? 0
  const production = items?.filter(({ mode, enabled }) => mode === 'production' && enabled) ?? []
  const release = async () => {
    if (await setSandboxLock(false)) onClose()
  }
  return (
    <form
      className={classes.dialog}
      onSubmit={(event) => {
        event.preventDefault()
        if (typed === word) void release()
      }}
    >
      <p>
        Mail of credentials in production mode may then leave this machine and reach real people. Everything else is
        captured as before.
        {upstreams?.length === 0 &&
          ' No upstream is set up yet, so production mail is captured too, until there is one.'}
        {upstreams && upstreams.length > 0 && ` ${whereTo(upstreams, routing)}`}
        {waiting > 0 && ` ${counted(waiting, 'delivery waits', 'deliveries wait')} and would leave at once.`}
      </p>
      {production.length === 0 ? (
        <p>No credential is in production mode.</p>
      ) : (
        <div>
          <p>In production mode:</p>
          <ul>
            {production.slice(0, shownNames).map(({ id, name }) => (
              <li key={id}>{name}</li>
            ))}
            {production.length > shownNames && <li>and {production.length - shownNames} more</li>}
          </ul>
        </div>
      )}
      <TextInput
        label={`Type “${word}” to go on`}
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value.trim().toLowerCase())}
      />
      <footer className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          Keep it locked
        </Button>
        <Button type="submit" color="red" disabled={typed !== word}>
          Release the sandbox
        </Button>
      </footer>
    </form>
  )
}

/** Through which upstreams production mail would leave, as the routes stand. */
function whereTo(upstreams: readonly Upstream[], routing: Routing | undefined): string {
  if (!routing) return ''
  const actions = [...routing.routes.filter(({ enabled }) => enabled).map(({ action }) => action), routing.otherwise]
  const used = new Set(actions.flatMap((action) => (action.is === 'relay' ? [action.upstreamId] : [])))
  const names = upstreams.filter(({ id }) => used.has(id)).map(({ name }) => name)
  return names.length > 0
    ? `Production mail leaves through ${names.join(', ')}.`
    : 'No route leads to an upstream yet (Relay, Routes), so production mail is captured too, until one does.'
}
