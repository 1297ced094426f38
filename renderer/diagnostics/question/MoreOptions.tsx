import { Checkbox, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core'
import type { Draft } from './draft.ts'
import classes from './fields.module.css'

interface MoreOptionsProps {
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
}

/** What is rarely needed. */
export function MoreOptions({ draft, onChange }: MoreOptionsProps) {
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change })
  const text = (name: 'serverName' | 'username' | 'from' | 'to' | 'dnsServer' | 'ehloName') => ({
    value: draft[name],
    spellCheck: false,
    autoComplete: 'off',
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  })
  const login = draft.tryLogin && draft.pasted === ''
  return (
    <div className={classes.options}>
      {/* The box of pasted settings has it beside their password. */}
      {draft.pasted === '' && (
        <Checkbox
          className={classes.wide}
          label="Try to log in"
          description={
            draft.upstreamId === null
              ? 'Over TLS with a certificate that was verified, and nowhere else; at most two tries. The password is forgotten when the diagnosis ends.'
              : 'With the sealed secret of the upstream, over verified TLS only; at most two tries.'
          }
          checked={draft.tryLogin}
          onChange={(event) => set({ tryLogin: event.currentTarget.checked })}
        />
      )}
      {login && draft.upstreamId === null && (
        <>
          <TextInput label="User" {...text('username')} />
          <PasswordInput
            label="Password"
            autoComplete="off"
            value={draft.password}
            onChange={(event) => set({ password: event.currentTarget.value })}
          />
        </>
      )}
      <Checkbox
        className={classes.wide}
        label="Ask for a sender and a recipient"
        description="MAIL FROM and RCPT TO, then it is taken back: no message is sent."
        checked={draft.dryRun}
        onChange={(event) => set({ dryRun: event.currentTarget.checked })}
      />
      {draft.dryRun && (
        <>
          <TextInput label="Sender" placeholder="app@example.com" {...text('from')} />
          <TextInput label="Recipient" placeholder="you@example.com" {...text('to')} />
        </>
      )}
      <NativeSelect
        label="Addresses"
        value={draft.family}
        data={[
          { value: 'any', label: 'IPv4 and IPv6' },
          { value: '4', label: 'IPv4 only' },
          { value: '6', label: 'IPv6 only' },
        ]}
        onChange={(event) => set({ family: event.currentTarget.value as Draft['family'] })}
      />
      <TextInput
        label="Server name"
        description="To send and to expect in the certificate"
        placeholder="the host"
        {...text('serverName')}
      />
      <TextInput
        label="DNS server"
        description="Asked instead of this machine’s"
        placeholder="192.0.2.53"
        {...text('dnsServer')}
      />
      <TextInput
        label="EHLO name"
        description="How this machine introduces itself"
        placeholder="the name of this machine"
        {...text('ehloName')}
      />
      <Textarea
        className={classes.wide}
        label="Own certificate authority"
        description="In PEM form"
        placeholder="-----BEGIN CERTIFICATE-----"
        autosize
        minRows={2}
        maxRows={6}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mono)', fontSize: 'var(--small-size)' } }}
        value={draft.ca}
        onChange={(event) => set({ ca: event.currentTarget.value })}
      />
    </div>
  )
}
