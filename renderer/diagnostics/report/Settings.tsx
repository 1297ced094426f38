import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { WorkingSettings } from '../../../shared/model/diagnosis/report.ts'
import { Snippets } from '../../inbox/welcome/Snippets.tsx'
import type { ServerAddress } from '../../inbox/welcome/snippets/snippet.ts'
import { Chip } from '../../ui/Chip.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { loginWords, securityWords } from '../words.ts'
import { Mark } from './Mark.tsx'
import { Section } from './Section.tsx'
import classes from './Settings.module.css'

/** What stands in the code where the password goes: nobody's. */
const placeholder = { username: 'your-user', password: 'your-password' }

interface SettingsProps {
  readonly settings: readonly WorkingSettings[]
  /** False: they connect, and something else is in the way. */
  readonly works: boolean
  /** Who the code sends from, where it was said. */
  readonly sender: string | null
}

/** Settings that did connect from here, each value to copy, and the code for the app at hand. */
export function Settings({ settings, works, sender }: SettingsProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  const keyOf = (one: WorkingSettings) => `${one.endpoint} ${one.security}`
  const current =
    settings.find((one) => keyOf(one) === chosen) ?? settings.find(({ recommended }) => recommended) ?? settings[0]
  if (!current) return null
  return (
    <Section title={works ? 'Settings that work from here' : 'Settings to use once that is put right'}>
      {settings.length > 1 && (
        <div className={classes.choices} role="group" aria-label="Which settings">
          {settings.map((one) => (
            <UnstyledButton
              key={keyOf(one)}
              className={classes.choice}
              aria-pressed={one === current}
              onClick={() => setChosen(keyOf(one))}
            >
              <strong>{one.port}</strong> {securityWords[one.security]}
              {one.recommended && <Chip tone="green">Recommended</Chip>}
            </UnstyledButton>
          ))}
        </div>
      )}
      <dl className={classes.facts}>
        <Fact name="Host" value={current.host} copy />
        <Fact name="Port" value={String(current.port)} copy />
        <Fact name="Security" value={securityWords[current.security]} />
        {current.serverName && <Fact name="Server name" value={current.serverName} copy />}
        {current.username && <Fact name="User" value={current.username} copy />}
        <Fact
          name="Login"
          value={`${loginWords[current.login]}${current.mechanisms.length > 0 ? ` (${current.mechanisms.join(', ')})` : ''}`}
        />
      </dl>
      {current.caution && (
        <p className={classes.caution}>
          <Mark tone="warning" /> <span>{current.caution}</span>
        </p>
      )}
      <Fold title="Code for your app" about="Node, Python, PHP, Go, Laravel, Django and others">
        <Snippets server={addressOf(current)} sender={sender ?? undefined} />
      </Fold>
    </Section>
  )
}

/** What the code of the snippets needs. Without a login where the server takes none. */
function addressOf({ host, port, security, serverName, login, username }: WorkingSettings): ServerAddress {
  return {
    host,
    port,
    security,
    serverName: serverName ?? undefined,
    login: login === 'notOffered' ? undefined : { ...placeholder, ...(username !== null && { username }) },
  }
}

function Fact({ name, value, copy }: { readonly name: string; readonly value: string; readonly copy?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-copy={copy || undefined}>
        <span>{value}</span>
        {copy && <CopyButton text={value} label={`Copy ${name.toLowerCase()}: ${value}`} />}
      </dd>
    </div>
  )
}
