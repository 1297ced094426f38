import { Button, Checkbox, Radio, TagsInput, Textarea, TextInput } from '@mantine/core'
import classes from './CredentialFields.module.css'
import { localTime, type Draft } from './draft.ts'
import type { Kind } from './item.ts'
import { permissionWords } from './permissions.ts'

interface CredentialFieldsProps {
  readonly kind: Kind
  readonly draft: Draft
  readonly set: (change: Partial<Draft>) => void
  /** A new one begins with its name. */
  readonly isNew?: boolean
}

const presets = [
  { word: '1 day', days: 1 },
  { word: '30 days', days: 30 },
  { word: '1 year', days: 365 },
]

/** What one has to say of a credential: its name. */
export function BasicFields({ kind, draft, set, isNew }: CredentialFieldsProps) {
  return (
    <>
      <TextInput
        label="Name"
        description="What it is for, such as the app that uses it"
        required
        maxLength={255}
        data-autofocus={isNew}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {kind === 'smtpCredential' && (
        <TextInput
          label="User name"
          description={isNew ? 'Made from the name when left empty' : 'Apps that log in with the old one stop to work'}
          maxLength={255}
          spellCheck={false}
          autoComplete="off"
          value={draft.username}
          onChange={(event) => set({ username: event.currentTarget.value })}
        />
      )}
      {kind === 'apiKey' && (
        <Checkbox.Group
          label="Permissions"
          value={[...draft.permissions]}
          onChange={(permissions) => set({ permissions })}
        >
          <div className={classes.permissions}>
            {permissionWords.map(({ permission, word, sentence }) => (
              <Checkbox
                key={permission}
                size="xs"
                value={permission}
                label={word}
                description={
                  <>
                    {sentence} <code>{permission}</code>
                  </>
                }
              />
            ))}
          </div>
        </Checkbox.Group>
      )}
      <Radio.Group label="Mode" value={draft.mode} onChange={(mode) => set({ mode })} className={classes.group}>
        <Radio
          size="xs"
          value="sandbox"
          label="Sandbox"
          description="Everything it sends is captured here, nothing leaves"
        />
        <Radio
          size="xs"
          value="production"
          label="Production"
          description="May leave this machine once the sandbox is released and an upstream is set up"
        />
      </Radio.Group>
    </>
  )
}

/** What one may say: from where, as whom, until when. */
export function LimitFields({ draft, set }: CredentialFieldsProps) {
  return (
    <>
      <Radio.Group
        label="May send from"
        value={draft.scope}
        onChange={(scope) => set({ scope })}
        className={classes.group}
      >
        <Radio size="xs" value="global" label="Any sender" />
        <Radio size="xs" value="scoped" label="Certain domains only" description="Checked at MAIL FROM" />
      </Radio.Group>
      {draft.scope === 'scoped' && (
        <div className={classes.nested}>
          <TagsInput
            label="Domains"
            placeholder="example.com"
            description="Enter after each"
            value={[...draft.domains]}
            onChange={(domains) => set({ domains })}
            acceptValueOnBlur
          />
          <Checkbox
            size="xs"
            label="And their subdomains"
            checked={draft.includeSubdomains}
            onChange={(event) => set({ includeSubdomains: event.currentTarget.checked })}
          />
          <Checkbox
            size="xs"
            label="Check the From header too"
            checked={draft.checkHeaderFrom}
            onChange={(event) => set({ checkHeaderFrom: event.currentTarget.checked })}
          />
        </div>
      )}
      <TagsInput
        label="Only from these addresses"
        placeholder="192.0.2.7 or 10.0.0.0/8"
        description="Addresses and ranges, v4 and v6. From everywhere when empty"
        value={[...draft.allowedIps]}
        onChange={(allowedIps) => set({ allowedIps })}
        acceptValueOnBlur
      />
      <div>
        <TextInput
          type="datetime-local"
          label="Expires"
          description="Never, when empty"
          value={draft.expires}
          onChange={(event) => set({ expires: event.currentTarget.value })}
        />
        <div className={classes.presets}>
          {presets.map(({ word, days }) => (
            <Button
              key={word}
              variant="default"
              size="compact-xs"
              onClick={() => set({ expires: localTime(new Date(Date.now() + days * 86_400_000)) })}
            >
              In {word}
            </Button>
          ))}
          <Button variant="default" size="compact-xs" onClick={() => set({ expires: '' })}>
            Never
          </Button>
        </div>
      </div>
      <TagsInput
        label="Tags"
        description="Put on every message it sends"
        value={[...draft.tags]}
        onChange={(tags) => set({ tags })}
        maxTags={10}
        acceptValueOnBlur
      />
      <Textarea
        label="Note"
        autosize
        minRows={2}
        maxLength={2_000}
        value={draft.note}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
    </>
  )
}
