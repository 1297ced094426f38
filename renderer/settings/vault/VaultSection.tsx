import { Alert, Button } from '@mantine/core'
import { Download, KeyRound, LifeBuoy, TriangleAlert, Upload } from 'lucide-react'
import { useState } from 'react'
import type { Opener } from '../../../shared/model/vault.ts'
import { useSystem } from '../../shell/system.ts'
import { Facts } from '../../ui/Facts.tsx'
import { NumberField } from '../fields.tsx'
import sections from '../sections.module.css'
import { BackupDialog } from './BackupDialog.tsx'
import { PassphraseDialog } from './PassphraseDialog.tsx'
import { RecoveryCodeDialog } from './RecoveryCodeDialog.tsx'
import { RestoreDialog } from './RestoreDialog.tsx'
import classes from './VaultSection.module.css'

const openerWords: Readonly<Record<Opener, string>> = {
  keychain: 'the keychain of this computer',
  keyFile: 'a key file',
  passphrase: 'a passphrase',
  recoveryCode: 'a recovery code',
}

type Dialog = 'passphrase' | 'recoveryCode' | 'backup' | 'restore' | null

/** How the secrets are sealed, and how not to lose them. */
export function VaultSection() {
  const vault = useSystem()?.vault
  const [dialog, setDialog] = useState<Dialog>(null)
  const close = () => setDialog(null)
  if (!vault) return null
  const locked = vault.state === 'locked'
  const ways = vault.openers.map((opener) => openerWords[opener])
  return (
    <div className={sections.stack}>
      {vault.keychainIsWeak && (
        <Alert color="red" icon={<TriangleAlert size={16} />} title="The keychain does not protect">
          This desktop has no secret service, so what the keychain holds can be read by every program you run. Set a
          passphrase, or install one such as GNOME Keyring or KWallet.
        </Alert>
      )}
      <Facts
        facts={[
          { name: 'State', value: locked ? 'Locked' : 'Open' },
          { name: 'Opened by', value: ways.length === 0 ? 'Nothing yet' : ways.join(', ') },
          ...(vault.keyFile === null ? [] : [{ name: 'Key file', value: vault.keyFile, mono: true, copy: true }]),
        ]}
      />
      <div className={classes.actions}>
        <Button
          variant="default"
          disabled={locked}
          leftSection={<KeyRound size={14} />}
          onClick={() => setDialog('passphrase')}
        >
          {vault.openers.includes('passphrase') ? 'Change the passphrase…' : 'Set a passphrase…'}
        </Button>
        <Button
          variant="default"
          disabled={locked}
          leftSection={<LifeBuoy size={14} />}
          onClick={() => setDialog('recoveryCode')}
        >
          Make a recovery code…
        </Button>
        <Button
          variant="default"
          disabled={locked}
          leftSection={<Download size={14} />}
          onClick={() => setDialog('backup')}
        >
          Back up…
        </Button>
        <Button variant="default" leftSection={<Upload size={14} />} onClick={() => setDialog('restore')}>
          Restore…
        </Button>
      </div>
      <div className={sections.row}>
        <NumberField path="vault.smtpCredentials" label="SMTP credentials at most" description="0: no limit" />
        <NumberField path="vault.apiKeys" label="API keys at most" description="0: no limit" />
      </div>
      {dialog === 'passphrase' && <PassphraseDialog onClose={close} />}
      {dialog === 'recoveryCode' && <RecoveryCodeDialog onClose={close} />}
      {dialog === 'backup' && <BackupDialog onClose={close} />}
      {dialog === 'restore' && <RestoreDialog onClose={close} />}
    </div>
  )
}
