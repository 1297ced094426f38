import { SegmentedControl, TextInput } from '@mantine/core'
import { useUpstreamForm } from './FormContext.ts'
import { SecretField } from './SecretField.tsx'
import classes from './UpstreamFields.module.css'

/** Who we are to the server. */
export function LoginFields() {
  const { draft, set, problems, preset } = useUpstreamForm()
  return (
    <>
      <SegmentedControl
        size="xs"
        className={classes.choice}
        aria-label="Login"
        value={draft.loginIs}
        onChange={(value) => set({ loginIs: value })}
        data={[
          { value: 'password', label: 'User name and password' },
          { value: 'oauth2', label: 'OAuth2' },
          { value: 'none', label: 'No login' },
        ]}
      />
      {draft.loginIs !== 'none' && (
        <TextInput
          label="User name"
          required
          spellCheck={false}
          autoComplete="off"
          classNames={{ input: classes.mono }}
          description={
            preset?.username
              ? `Here it is always ${preset.username}, literally`
              : draft.loginIs === 'oauth2'
                ? 'The address of the mailbox'
                : undefined
          }
          value={draft.username}
          error={problems.get('login.username')}
          onChange={(event) => set({ username: event.currentTarget.value })}
        />
      )}
      {draft.loginIs === 'password' && (
        <SecretField
          name="password"
          label={preset?.username === 'apikey' ? 'API key' : 'Password'}
          description="Sealed in the vault; never shown again"
        />
      )}
      {draft.loginIs === 'oauth2' && (
        <>
          <TextInput
            label="Client id"
            required
            spellCheck={false}
            classNames={{ input: classes.mono }}
            value={draft.clientId}
            error={problems.get('login.clientId')}
            onChange={(event) => set({ clientId: event.currentTarget.value })}
          />
          <SecretField name="clientSecret" label="Client secret" description="Empty for public clients" />
          <SecretField
            name="refreshToken"
            label="Refresh token"
            description="Exchanged for an access token before each login"
          />
          <TextInput
            label="Token address"
            required
            spellCheck={false}
            classNames={{ input: classes.mono }}
            value={draft.tokenUrl}
            error={problems.get('login.tokenUrl')}
            onChange={(event) => set({ tokenUrl: event.currentTarget.value })}
          />
          <TextInput
            label="Scope"
            spellCheck={false}
            classNames={{ input: classes.mono }}
            value={draft.scope}
            error={problems.get('login.scope')}
            onChange={(event) => set({ scope: event.currentTarget.value })}
          />
        </>
      )}
    </>
  )
}
