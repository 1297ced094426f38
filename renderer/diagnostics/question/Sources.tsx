import { Menu, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import { client, engine, errorSentence } from '../../client.ts'
import { addressOf } from '../../inbox/welcome/serverAddress.ts'
import { useSystem } from '../../shell/system.ts'
import { fail } from '../../ui/say.tsx'
import type { Listener } from '../../../shared/model/system.ts'
import { emptyDraft, type Draft } from './draft.ts'
import classes from './fields.module.css'
import { profileOf } from './profiles.ts'

interface SourcesProps {
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
}

/** Servers that are known already: the usual providers, and upstreams of the relay. */
export function Sources({ draft, onChange }: SourcesProps) {
  const presets = useQuery(engine.upstreams.presets.queryOptions({ staleTime: Infinity }))
  const upstreams = useQuery(engine.upstreams.list.queryOptions())
  const credentials = useQuery(engine.smtpCredentials.list.queryOptions({ input: { limit: 500 } }))
  const listeners = useSystem()?.listeners ?? []
  const chosen = upstreams.data?.find(({ id }) => id === draft.upstreamId)
  const own = credentials.data?.items.find(({ username }) => username === draft.username && isOwn(draft, listeners))
  /** As an app that was told to trust our authority logs in. */
  const chooseCredential = async (username: string) => {
    const address = addressOf(listeners, 'starttls') ?? addressOf(listeners, 'tls')
    if (address === null) return fail('No listener is open', 'Settings say which ports are taken, and by whom.')
    try {
      const ca = await (await client.system.caCertificate()).text()
      const security = address.security ?? 'starttls'
      const { host, port } = address
      onChange({ ...emptyDraft, host, ports: [port], security, username, ca, tryLogin: true })
    } catch (error) {
      fail('The certificate of our authority could not be read', errorSentence(error))
    }
  }
  return (
    <fieldset className={`${classes.group} ${classes.known}`}>
      <legend className="visuallyHidden">Known servers</legend>
      <span className={classes.label} aria-hidden>
        Known servers
      </span>
      {presets.data
        ?.filter(({ featured }) => featured)
        .map(({ id, name, host }) => (
          <UnstyledButton
            key={id}
            className={classes.chip}
            aria-pressed={draft.host === host}
            onClick={() => onChange({ ...emptyDraft, host, provider: profileOf(id) })}
          >
            {name.replace('Twilio ', '')}
          </UnstyledButton>
        ))}
      {upstreams.data && upstreams.data.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <UnstyledButton className={classes.chip} aria-pressed={chosen !== undefined}>
              {chosen ? `Upstream: ${chosen.name}` : 'An upstream'} <ChevronDown size={13} aria-hidden />
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>With its settings and its sealed secret</Menu.Label>
            {upstreams.data.map(({ id, name, host, port }) => (
              <Menu.Item
                key={id}
                onClick={() => onChange({ ...emptyDraft, upstreamId: id })}
                rightSection={
                  <span className="mono">
                    {host}:{port}
                  </span>
                }
              >
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {credentials.data && credentials.data.items.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <UnstyledButton className={classes.chip} aria-pressed={own !== undefined}>
              {own ? `Credential: ${own.name}` : 'A credential'} <ChevronDown size={13} aria-hidden />
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown className={classes.menu}>
            <Menu.Label>A login to this Sandpost; its password is asked for</Menu.Label>
            {credentials.data.items.map(({ id, name, username }) => (
              <Menu.Item
                key={id}
                onClick={() => void chooseCredential(username)}
                rightSection={<span className="mono">{username}</span>}
              >
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </fieldset>
  )
}

function isOwn({ ports }: Draft, listeners: readonly Listener[]): boolean {
  return ports.length === 1 && listeners.some(({ port }) => port === ports[0])
}
