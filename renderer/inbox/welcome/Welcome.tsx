import { Button, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Inbox } from 'lucide-react'
import { engine, errorSentence } from '../../client.ts'
import { goTo } from '../../shell/route.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { ConnectionFacts } from './ConnectionFacts.tsx'
import { addressOf } from './serverAddress.ts'
import { SampleButton } from './SampleButton.tsx'
import { Snippets } from './Snippets.tsx'
import classes from './Welcome.module.css'

/** The empty inbox: how to send the first message here, from anything. */
export function Welcome() {
  const system = useQuery(engine.system.info.queryOptions({ staleTime: Infinity }))
  const settings = useQuery(engine.settings.get.queryOptions())
  if (system.error) {
    return (
      <ErrorState
        title="The listeners could not be asked for"
        message={errorSentence(system.error)}
        onRetry={() => void system.refetch()}
      />
    )
  }
  if (!system.data) {
    return (
      <div className={classes.loading} role="status" aria-label="Loading">
        <Loader size="sm" color="gray" />
      </div>
    )
  }
  const starttls = addressOf(system.data.listeners, 'starttls')
  const tls = addressOf(system.data.listeners, 'tls')
  const server = starttls ?? tls
  if (!server) {
    return (
      <ErrorState
        title="No listener is open"
        message={`Mail cannot come in. ${whyClosed(system.data.listeners)} Choose another port in Settings.`}
      />
    )
  }
  return (
    <div className={classes.welcome}>
      <header className={classes.head}>
        <Inbox size={28} strokeWidth={1.5} aria-hidden />
        <div>
          <h2>Point your app here</h2>
          <p>Whatever it sends is captured and shown in this inbox. Nothing reaches a real person.</p>
        </div>
        <p className={classes.waiting} role="status">
          <span className={classes.pulse} aria-hidden /> Waiting for the first message…
        </p>
      </header>
      <section aria-label="Connection settings" className={classes.connect}>
        <ConnectionFacts starttls={starttls} tls={tls} login={settings.data?.smtp.login ?? 'lenient'} />
        <SampleButton />
        {settings.data?.smtp.login === 'required' && (
          <p className={classes.soft}>
            Every app needs a login.{' '}
            <Button variant="default" size="compact-xs" onClick={() => goTo('credentials')}>
              Make a credential
            </Button>
          </p>
        )}
      </section>
      {starttls && (
        <section aria-label="Code">
          <h3>From your code</h3>
          <Snippets server={starttls} />
        </section>
      )}
      <section className={classes.hints}>
        <div>
          <h3>From a container</h3>
          <p>
            Use the host <code>host.docker.internal</code>, and let Sandpost listen beyond this machine: start it with{' '}
            <code>--host 0.0.0.0</code>, or set the address in Settings. On Linux, add{' '}
            <code>--add-host=host.docker.internal:host-gateway</code> to <code>docker run</code>.
          </p>
        </div>
        <div>
          <h3>With TLS</h3>
          <p>
            The certificate comes from a local authority that only this machine knows. Trust it once, and apps connect
            with STARTTLS or TLS as they will in production.
          </p>
          <Button variant="default" onClick={() => goTo('settings')}>
            Trust the certificate in Settings
          </Button>
        </div>
      </section>
    </div>
  )
}

function whyClosed(listeners: readonly { state: { is: string; message?: string } }[]): string {
  return listeners.map(({ state }) => state.message ?? '').join(' ')
}
