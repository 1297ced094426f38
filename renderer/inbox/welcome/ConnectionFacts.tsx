import type { ReactNode } from 'react'
import type { LoginMode } from '../../../shared/model/settings.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import type { ServerAddress } from './snippets/snippet.ts'
import classes from './Welcome.module.css'

interface ConnectionFactsProps {
  readonly starttls: ServerAddress | null
  readonly tls: ServerAddress | null
  readonly login: LoginMode
}

const logins: Record<LoginMode, string> = {
  lenient: 'Any, or none',
  strict: 'None, or one that exists',
  required: 'One that exists',
}

/** The settings an app asks for, each to copy. */
export function ConnectionFacts({ starttls, tls, login }: ConnectionFactsProps) {
  const host = (starttls ?? tls)?.host ?? ''
  return (
    <dl className={classes.facts}>
      <Fact name="Host" copy={host}>
        <code>{host}</code>
      </Fact>
      {starttls && (
        <Fact name="Port" copy={String(starttls.port)}>
          <code>{starttls.port}</code> <span className={classes.soft}>plain, or STARTTLS</span>
        </Fact>
      )}
      {tls && (
        <Fact name={starttls ? 'TLS port' : 'Port'} copy={String(tls.port)}>
          <code>{tls.port}</code> <span className={classes.soft}>implicit TLS</span>
        </Fact>
      )}
      <Fact name="User">{logins[login]}</Fact>
      <Fact name="Password">{logins[login]}</Fact>
    </dl>
  )
}

function Fact({
  name,
  copy,
  children,
}: {
  readonly name: string
  readonly copy?: string
  readonly children: ReactNode
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span>{children}</span>
        {copy !== undefined && <CopyButton text={copy} label={`Copy ${copy}`} />}
      </dd>
    </div>
  )
}
