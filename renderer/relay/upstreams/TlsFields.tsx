import { Switch, Textarea, TextInput } from '@mantine/core'
import { useUpstreamForm } from './FormContext.ts'
import { SecretField } from './SecretField.tsx'
import classes from './UpstreamFields.module.css'

/** Whom to trust, and how we prove who we are. */
export function TlsFields() {
  const { draft, set, problems } = useUpstreamForm()
  return (
    <>
      <TextInput
        label="Name in the certificate"
        description="When it is another one than the host"
        placeholder={draft.host}
        spellCheck={false}
        classNames={{ input: classes.mono }}
        value={draft.serverName}
        error={problems.get('serverName')}
        onChange={(event) => set({ serverName: event.currentTarget.value })}
      />
      <Textarea
        label="Certificate authority of your own"
        description="PEM, besides those that are trusted anyway"
        placeholder="-----BEGIN CERTIFICATE-----"
        spellCheck={false}
        autosize
        minRows={2}
        maxRows={8}
        classNames={{ input: classes.mono }}
        value={draft.ca}
        error={problems.get('ca')}
        onChange={(event) => set({ ca: event.currentTarget.value })}
      />
      <Switch
        size="xs"
        label="The server must prove who it is"
        description="Checks the certificate’s name, its issuer and its dates"
        checked={draft.verifyCertificate}
        onChange={(event) => set({ verifyCertificate: event.currentTarget.checked })}
      />
      {!draft.verifyCertificate && (
        <p className={classes.warning} role="note">
          Anybody between here and there could take the mail and the login. Paste the issuer’s certificate above
          instead, unless the server is on this machine.
        </p>
      )}
      <Textarea
        label="Client certificate"
        description="PEM, where the server wants one"
        placeholder="-----BEGIN CERTIFICATE-----"
        spellCheck={false}
        autosize
        minRows={2}
        maxRows={8}
        classNames={{ input: classes.mono }}
        value={draft.clientCertificate}
        error={problems.get('clientCertificate')}
        onChange={(event) => set({ clientCertificate: event.currentTarget.value })}
      />
      {draft.clientCertificate.trim() !== '' && (
        <SecretField name="clientKey" label="Key of the client certificate" description="PEM; sealed in the vault" />
      )}
    </>
  )
}
