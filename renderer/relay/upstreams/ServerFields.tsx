import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { UpstreamSecurity } from '../../../shared/model/upstream.ts'
import { NumberBox } from '../../ui/NumberBox.tsx'
import { useUpstreamForm } from './FormContext.ts'
import classes from './UpstreamFields.module.css'

/** How a connection is protected, in words. */
export const securityWords: Readonly<Record<UpstreamSecurity, string>> = {
  tls: 'TLS from the start',
  starttls: 'STARTTLS, required',
  opportunistic: 'STARTTLS if offered',
  none: 'None: in clear',
}

/** Name, host, port and protection. */
export function ServerFields({ isNew = false }: { readonly isNew?: boolean }) {
  const { draft, set, problems, preset } = useUpstreamForm()
  const ports = preset ? [{ port: preset.port, security: preset.security }, ...preset.otherPorts] : []
  return (
    <>
      <TextInput
        label="Name"
        description="As it is called in lists and routes"
        required
        maxLength={100}
        data-autofocus={isNew || undefined}
        value={draft.name}
        error={problems.get('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <div className={classes.server}>
        <TextInput
          label="Host"
          required
          spellCheck={false}
          autoComplete="off"
          placeholder="smtp.example.com"
          classNames={{ input: classes.mono }}
          value={draft.host}
          error={problems.get('host')}
          onChange={(event) => set({ host: event.currentTarget.value })}
        />
        <NumberBox
          label="Port"
          required
          plain
          value={draft.port}
          error={problems.get('port')}
          onChange={(port) => set({ port, ...(port === 465 && { security: 'tls' as const }) })}
        />
        <NativeSelect
          label="Protection"
          value={draft.security}
          onChange={(event) => set({ security: event.currentTarget.value as UpstreamSecurity })}
          data={Object.entries(securityWords).map(([value, label]) => ({ value, label }))}
        />
      </div>
      {draft.security === 'none' && draft.loginIs !== 'none' && (
        <p className={classes.warning} role="note">
          The login would be readable for everybody on the way. That is fine on this machine, and nowhere else.
        </p>
      )}
      {ports.length > 1 && (
        <div className={classes.ports} role="group" aria-label="Ports that work here">
          <span className={classes.soft}>Ports that work here</span>
          {ports.map(({ port, security }) => (
            <Button
              key={`${port} ${security}`}
              variant="default"
              size="compact-xs"
              aria-pressed={draft.port === port && draft.security === security}
              onClick={() => set({ port, security })}
            >
              {port} {security === 'tls' ? 'TLS' : security === 'none' ? 'in clear' : 'STARTTLS'}
            </Button>
          ))}
        </div>
      )}
    </>
  )
}
