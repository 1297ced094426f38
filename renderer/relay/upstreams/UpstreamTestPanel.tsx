import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { CircleCheck, CircleDashed, CircleX, PlugZap, Stethoscope } from 'lucide-react'
import { DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import type { Upstream, UpstreamTest } from '../../../shared/model/upstream.ts'
import { client, errorSentence } from '../../client.ts'
import { useDiagnosticsTab } from '../../diagnostics/tab.ts'
import { useStart } from '../../diagnostics/useStart.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { duration } from '../../ui/format.ts'
import classes from './UpstreamTestPanel.module.css'

const stepWords: Readonly<Record<UpstreamTest['steps'][number]['name'], string>> = {
  connect: 'Connect',
  tls: 'Encrypt (TLS)',
  login: 'Log in',
}

const marks = {
  done: { icon: CircleCheck, word: 'worked' },
  failed: { icon: CircleX, word: 'failed' },
  notRun: { icon: CircleDashed, word: 'not run' },
} as const

/** Connects to the server now, and shows step by step what it said. Sends nothing. */
export function UpstreamTestPanel({ upstream, unsaved }: { readonly upstream: Upstream; readonly unsaved: boolean }) {
  const test = useMutation({
    mutationFn: (login: boolean) => client.upstreams.test({ id: upstream.id, login }),
  })
  const canLogIn = upstream.login.is !== 'none'
  const { start, starting } = useStart()
  const { showReport } = useDiagnosticsTab()
  const diagnose = async () => {
    const id = await start(DiagnosisRequest.parse({ upstreamId: upstream.id }))
    if (id !== null) showReport(id)
  }
  return (
    <section className={classes.panel} aria-label="Test">
      <div className={classes.actions}>
        <Button
          variant="default"
          leftSection={<PlugZap size={14} />}
          loading={test.isPending && !test.variables}
          disabled={test.isPending}
          onClick={() => test.mutate(false)}
        >
          Test the connection
        </Button>
        {canLogIn && (
          <Button
            variant="default"
            loading={test.isPending && test.variables}
            disabled={test.isPending}
            onClick={() => test.mutate(true)}
          >
            Test with login
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<Stethoscope size={14} />}
          loading={starting}
          onClick={() => void diagnose()}
        >
          Diagnose
        </Button>
        <span className={classes.soft}>
          {unsaved ? 'Tests what is saved, not what you typed since.' : 'Sends nothing.'}
        </span>
      </div>
      <div aria-live="polite">
        {test.isError && <p className={classes.failure}>{errorSentence(test.error)}</p>}
        {test.data && <Result test={test.data} />}
      </div>
    </section>
  )
}

function Result({ test }: { readonly test: UpstreamTest }) {
  return (
    <div className={classes.result} data-works={test.works}>
      <p className={classes.summary}>{test.summary}</p>
      <ol className={classes.steps} aria-label="Steps">
        {test.steps.map(({ name, result, detail, milliseconds }) => {
          const { icon: Icon, word } = marks[result]
          return (
            <li key={name} data-result={result}>
              <Icon size={14} role="img" aria-label={word} />
              <span>{stepWords[name]}</span>
              <span className={classes.detail}>{detail}</span>
              <span className={classes.soft}>{milliseconds === null ? '' : duration(milliseconds)}</span>
            </li>
          )
        })}
      </ol>
      {test.dialogue !== '' && <CodeBlock code={test.dialogue} label="Dialogue of the test" />}
    </div>
  )
}
