import { Button, Modal } from '@mantine/core'
import { ClipboardCopy } from 'lucide-react'
import { useState } from 'react'
import { addressOf } from '../inbox/welcome/serverAddress.ts'
import { Snippets } from '../inbox/welcome/Snippets.tsx'
import { environment } from '../inbox/welcome/snippets/environment.ts'
import { useSystem } from '../shell/system.ts'
import { copyText } from '../ui/clipboard.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { say } from '../ui/say.tsx'
import classes from '../ui/dialogs.module.css'
import type { Secret } from './secret.ts'

/** A new secret, shown once: to copy alone, as .env, or within code that works as it stands. */
export function SecretDialog({ secret, onClose }: { secret: Secret; onClose: () => void }) {
  const [copied, setCopied] = useState(false)
  const [asked, setAsked] = useState(false)
  const listeners = useSystem()?.listeners ?? []
  const server = addressOf(listeners, 'starttls') ?? addressOf(listeners, 'tls')
  const login = { username: secret.username, password: secret.secret }
  const close = () => {
    if (copied || asked) onClose()
    else setAsked(true)
  }
  const copyEnv = async () => {
    if (!server) return
    const done = await copyText(environment.code({ ...server, login }))
    setCopied(copied || done)
    say.done(done ? 'Copied as lines for a .env file' : 'Could not copy. Select the text instead.')
  }
  return (
    <Modal opened onClose={close} title={`${secret.name}: copy it now`} size="xl" closeOnClickOutside={false}>
      {/* Whatever is copied from here counts, by button or by hand. */}
      <div
        className={classes.form}
        onCopy={() => setCopied(true)}
        onClickCapture={(event) => {
          if ((event.target as HTMLElement).closest('[aria-label^="Copy"]')) setCopied(true)
        }}
      >
        <p className={classes.text}>
          This is the only time that the {secret.kind === 'apiKey' ? 'key' : 'password'} is shown. Sandpost keeps its
          fingerprint and its last five characters.
        </p>
        <dl className={classes.facts}>
          {server && <Fact name="Host" value={server.host} />}
          {server && <Fact name="Port" value={String(server.port)} />}
          <Fact name="User name" value={secret.username} />
          <Fact name={secret.kind === 'apiKey' ? 'Key' : 'Password'} value={secret.secret} strong />
        </dl>
        {asked && !copied && (
          <p role="alert" className={classes.problem}>
            Nothing was copied yet. Close again to leave without it; you can rotate it later to get a new one.
          </p>
        )}
        <div className={classes.actions}>
          <Button
            variant="default"
            leftSection={<ClipboardCopy size={14} />}
            disabled={!server}
            onClick={() => void copyEnv()}
          >
            Copy as .env
          </Button>
          <Button onClick={close}>Done</Button>
        </div>
        {server && <Snippets server={{ ...server, login }} sender={secret.sender} />}
      </div>
    </Modal>
  )
}

function Fact({ name, value, strong }: { name: string; value: string; strong?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={strong ? classes.secret : undefined}>
        <span>{value}</span>
        <CopyButton text={value} label={`Copy ${name.toLowerCase()}`} />
      </dd>
    </div>
  )
}
