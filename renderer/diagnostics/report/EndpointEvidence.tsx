import { SegmentedControl } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { Endpoint, Stage } from '../../../shared/model/diagnosis/observation.ts'
import type { ClientAnswer, Command } from '../../../shared/model/diagnosis/report.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { Facts } from '../../ui/Facts.tsx'
import { counted } from '../../ui/format.ts'
import { Transcript } from '../../ui/Transcript.tsx'
import { endpointName } from '../words.ts'
import { Abilities } from './Abilities.tsx'
import { ChainDrawing } from './ChainDrawing.tsx'
import { Ciphers } from './Ciphers.tsx'
import { Clients } from './Clients.tsx'
import classes from './EndpointEvidence.module.css'
import { connectionFacts, greetingFacts, handshakeFacts, startTlsFacts } from './endpointFacts.ts'
import { Replies } from './Replies.tsx'
import { Section } from './Section.tsx'
import { StageList } from './StageList.tsx'
import { Versions } from './Versions.tsx'

interface EndpointEvidenceProps {
  readonly endpoints: readonly Endpoint[]
  readonly endpoint: Endpoint
  /** To be brought into sight, each time it is asked for. */
  readonly focus: { readonly stage: Stage | null; readonly asked: number }
  readonly clients: readonly ClientAnswer[]
  readonly commands: readonly Command[]
  readonly onChoose: (endpoint: string) => void
}

/** Everything that was seen of one port of one address. */
export function EndpointEvidence(props: EndpointEvidenceProps) {
  const { endpoints, endpoint, focus, clients, commands, onChoose } = props
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (focus.asked === 0) return
    const target = focus.stage && panel.current?.querySelector<HTMLElement>(`[data-stages~="${focus.stage}"]`)
    const place = target ?? panel.current
    place?.scrollIntoView({ block: 'start' })
    place?.focus({ preventScroll: true })
  }, [focus])
  const { greeting, startTls, handshake, chain, versions, capabilities, capabilitiesInTls, login, dryRun, deep } =
    endpoint
  return (
    <div ref={panel} className={classes.panel} tabIndex={-1}>
      <div className={classes.head}>
        <h2 className={classes.title}>
          Evidence of <span className="mono">{endpointName(endpoint)}</span>
        </h2>
        {endpoints.length > 1 && endpoints.length <= 6 && (
          <SegmentedControl
            size="xs"
            aria-label="Evidence of which port"
            value={endpoint.id}
            onChange={onChoose}
            data={endpoints.map((one) => ({ value: one.id, label: labelOf(one, endpoints) }))}
          />
        )}
      </div>
      {endpoint.throttled && <p className={classes.note}>Left alone after this: {endpoint.throttled}</p>}
      <Part stages="name reach greeting" title="Connection">
        <Facts facts={[...connectionFacts(endpoint), ...(greeting ? greetingFacts(greeting) : [])]} />
        {greeting && greeting.lines.length > 0 && <CodeBlock code={greeting.lines.join('\n')} label="Greeting" />}
      </Part>
      {(capabilities || capabilitiesInTls) && (
        <Part stages="capabilities" title="What the server offers">
          <Abilities before={capabilities} within={capabilitiesInTls} />
        </Part>
      )}
      {(startTls || handshake) && (
        <Part stages="startTls handshake" title="Encryption">
          <Facts
            facts={[...(startTls ? startTlsFacts(startTls) : []), ...(handshake ? handshakeFacts(handshake) : [])]}
          />
        </Part>
      )}
      {chain && chain.served.length > 0 && (
        <Part stages="certificate" title="Certificate">
          <ChainDrawing chain={chain} />
        </Part>
      )}
      {versions.length > 0 && (
        <Part stages="versions" title="TLS versions">
          <Versions versions={versions} />
        </Part>
      )}
      {deep && (
        <Part stages="deep" title="Cipher suites">
          <Ciphers deep={deep} />
        </Part>
      )}
      {login && (
        <Part stages="login" title="Login">
          {login.skipped && <p className={classes.note}>Not tried: {login.skipped}</p>}
          {login.tries.length > 0 && (
            <Replies
              label="Logins that were tried"
              replies={login.tries.map(({ mechanism, cleaned, ...reply }) => ({
                ...reply,
                what: cleaned ? `${mechanism}, password cleaned` : mechanism,
              }))}
            />
          )}
        </Part>
      )}
      {dryRun && dryRun.length > 0 && (
        <Part stages="dryRun" title="Sender and recipient">
          <Replies
            label="Replies to the dry run"
            replies={dryRun.map(({ command, ...reply }) => ({ ...reply, what: command, ended: null }))}
          />
        </Part>
      )}
      {clients.length > 0 && (
        <Part title="Who could connect">
          <Clients clients={clients} />
        </Part>
      )}
      <Part title="Stages">
        <StageList endpoint={endpoint} />
      </Part>
      {commands.length > 0 && (
        <Part title="The same with other tools">
          {commands.map(({ tool, command }) => (
            <CodeBlock key={`${tool} ${command}`} code={command} label={tool} />
          ))}
        </Part>
      )}
      <Part title="What was said" aside={counted(endpoint.connections, 'connection')}>
        <Transcript lines={endpoint.transcript} />
      </Part>
    </div>
  )
}

interface PartProps {
  readonly title: string
  /** Names of the stages it is about, with spaces between. */
  readonly stages?: string
  readonly aside?: string
  readonly children: React.ReactNode
}

function Part({ title, stages, aside, children }: PartProps) {
  return (
    <div className={classes.part} data-stages={stages} tabIndex={-1}>
      <Section title={title} aside={aside && <span className={classes.aside}>{aside}</span>}>
        <div className={classes.stack}>{children}</div>
      </Section>
    </div>
  )
}

/** The port alone where it says enough. */
function labelOf(endpoint: Endpoint, all: readonly Endpoint[]): string {
  const alone = all.filter(({ port }) => port === endpoint.port).length === 1
  return alone ? String(endpoint.port) : `${endpoint.port} · IPv${endpoint.family}`
}
