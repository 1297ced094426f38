import { Fold } from '../../ui/Fold.tsx'
import { BounceFields } from './BounceFields.tsx'
import { useUpstreamForm } from './FormContext.ts'
import { LoginFields } from './LoginFields.tsx'
import { RetryFields } from './RetryFields.tsx'
import { ServerFields } from './ServerFields.tsx'
import { SpeedFields } from './SpeedFields.tsx'
import { TlsFields } from './TlsFields.tsx'
import classes from './UpstreamFields.module.css'
import { waitsInWords } from './waits.ts'

/** Everything there is to say of an upstream: what is always needed first, the rest folded away. */
export function UpstreamFields({ isNew = false }: { readonly isNew?: boolean }) {
  const { draft, problems } = useUpstreamForm()
  const inSpeed = ['connections', 'messagesPerConnection', 'messagesPerSecond', 'messagesPerMinute']
  const wrong = (paths: readonly string[]) =>
    [...problems.keys()].some((path) => paths.includes(path.split('.')[0] ?? ''))
  return (
    <div className={classes.form}>
      <ServerFields isNew={isNew} />
      <fieldset className={classes.group}>
        <legend>Login</legend>
        <LoginFields />
      </fieldset>
      <div>
        <Fold
          title="Certificates"
          about={draft.verifyCertificate ? 'The server must prove who it is' : 'The server is trusted blindly'}
          mustOpen={wrong(['serverName', 'ca', 'clientCertificate'])}
        >
          <TlsFields />
        </Fold>
        <Fold
          title="Speed"
          about={speedInWords(draft.connections, draft.messagesPerSecond, draft.messagesPerMinute)}
          mustOpen={wrong([...inSpeed, 'recipientsPerMessage'])}
        >
          <SpeedFields />
        </Fold>
        <Fold title="Retries" about={waitsInWords(draft.retries)} mustOpen={wrong(['retryAfterSeconds'])}>
          <RetryFields />
        </Fold>
        <Fold title="Bounce messages" about={bounceInWords[draft.bounceMessages]}>
          <BounceFields />
        </Fold>
      </div>
    </div>
  )
}

const bounceInWords = { inbox: 'Into the inbox here', send: 'To the envelope sender', none: 'None' } as const

function speedInWords(connections: number | '', second: number | '', minute: number | ''): string {
  return [
    `${connections} ${connections === 1 ? 'connection' : 'connections'}`,
    second ? `${second} a second` : null,
    minute ? `${minute} a minute` : null,
  ]
    .filter((part) => part !== null)
    .join(', ')
}
