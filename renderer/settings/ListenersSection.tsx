import { Alert, Button, Radio, Switch, TagsInput } from '@mantine/core'
import { CircleAlert } from 'lucide-react'
import type { LoginMode, Settings } from '../../shared/model/settings.ts'
import type { Listener } from '../../shared/model/system.ts'
import { useSystem } from '../shell/system.ts'
import { NumberField, TextField, useForm } from './fields.tsx'
import classes from './sections.module.css'

const modes: readonly { mode: LoginMode; word: string; meaning: string }[] = [
  {
    mode: 'lenient',
    word: 'Lenient',
    meaning:
      'No login is needed. A login that names an existing credential must be right; any other is taken as anonymous and flagged on the message.',
  },
  { mode: 'strict', word: 'Strict', meaning: 'A login must be right. Mail without one is captured as anonymous.' },
  { mode: 'required', word: 'Required', meaning: 'Nothing is taken without a right login (530 5.7.0).' },
]

interface ListenersSectionProps {
  readonly onUsePort: (path: string, port: number) => void
}

/** Where mail is taken in, and who may send. */
export function ListenersSection({ onUsePort }: ListenersSectionProps) {
  const listeners = useSystem()?.listeners ?? []
  const { draft, set } = useForm()
  return (
    <div className={classes.stack}>
      {listeners.map((listener) => (
        <FailedListener key={`${listener.security} ${listener.port}`} listener={listener} onUsePort={onUsePort} />
      ))}
      <div className={classes.row}>
        <TextField path="smtp.host" label="Address" description="127.0.0.1 is this machine alone" />
        <NumberField path="smtp.port" label="Port with STARTTLS" description="0 picks a free one" plain />
        <NumberField path="smtp.tlsPort" label="Port with TLS" description="0 picks a free one" plain />
      </div>
      <Radio.Group
        label="Login"
        value={draft.smtp.login}
        onChange={(value) => set('smtp.login', value)}
        classNames={{ label: classes.label }}
      >
        <div className={classes.choices}>
          {modes.map(({ mode, word, meaning }) => (
            <Radio key={mode} value={mode} label={word} description={meaning} size="xs" />
          ))}
        </div>
      </Radio.Group>
      <Switch
        size="xs"
        label="Offer login without TLS"
        description="On this machine nobody can listen in. Turn it off when the address above is reachable from elsewhere."
        checked={draft.smtp.loginWithoutTls}
        onChange={(event) => set('smtp.loginWithoutTls', event.currentTarget.checked)}
      />
      <div className={classes.row}>
        <TextField path="http.host" label="Web address" description="For browsers and REST" />
        <NumberField path="http.port" label="Web port" description="A browser has to follow it there" plain />
      </div>
      <TagsInput
        size="sm"
        label="Names of this host"
        description="Under which the web address may be reached, e.g. that of a container. Addresses and localhost always are"
        placeholder="mail.test"
        acceptValueOnBlur
        value={draft.http.names}
        onChange={(names) => set('http.names', names)}
      />
    </div>
  )
}

function FailedListener({ listener, onUsePort }: ListenersSectionProps & { listener: Listener }) {
  const { draft } = useForm()
  if (listener.state.is !== 'failed') return null
  const { message, nextFreePort } = listener.state
  const path = pathOf(listener, draft.smtp)
  return (
    <Alert
      color="red"
      variant="outline"
      icon={<CircleAlert size={16} />}
      title={`Port ${listener.port} (${listener.security === 'tls' ? 'TLS' : 'STARTTLS'}) is not open`}
    >
      <p className={classes.sentence}>{message}</p>
      {nextFreePort !== null && (
        <Button variant="default" onClick={() => onUsePort(path, nextFreePort)}>
          Use port {nextFreePort}
        </Button>
      )}
    </Alert>
  )
}

/** Where the port of a listener stands in the settings. */
function pathOf({ security, port }: Listener, { more }: Settings['smtp']): string {
  const at = more.findIndex((one) => one.port === port && one.security === security)
  if (at !== -1) return `smtp.more.${at}.port`
  return security === 'tls' ? 'smtp.tlsPort' : 'smtp.port'
}
