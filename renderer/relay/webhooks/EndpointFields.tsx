import { Button, Checkbox, Radio, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { WebhookEvent, WebhookFormat } from '../../../shared/model/webhook.ts'
import { engine } from '../../client.ts'
import type { Problems } from '../../ui/issues.ts'
import { CredentialPicker } from '../CredentialPicker.tsx'
import classes from './webhooks.module.css'
import { eventWords, formatWords, type EndpointDraft } from './words.ts'

interface EndpointFieldsProps {
  readonly draft: EndpointDraft
  readonly set: (change: Partial<EndpointDraft>) => void
  readonly problems: Problems
  /** A new one begins with its name. */
  readonly isNew?: boolean
}

/** Where to, in whose words, of what. */
export function EndpointFields({ draft, set, problems, isNew = false }: EndpointFieldsProps) {
  const { data: receiver } = useQuery(engine.webhookReceiver.get.queryOptions())
  const own = receiver?.url ?? null
  return (
    <>
      <TextInput
        label="Name"
        required
        maxLength={100}
        data-autofocus={isNew || undefined}
        value={draft.name}
        error={problems.get('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <div className={classes.address}>
        <TextInput
          label="Address"
          description="Called with POST. An address on this machine is fine"
          required
          placeholder="http://localhost:3000/webhooks"
          spellCheck={false}
          classNames={{ input: 'mono' }}
          value={draft.url}
          error={problems.get('url')}
          onChange={(event) => set({ url: event.currentTarget.value })}
        />
        {own !== null && (
          <Button
            variant="default"
            disabled={draft.url === own}
            onClick={() => set({ url: own, ...(draft.name === '' && { name: 'Built-in receiver' }) })}
          >
            Use the built-in receiver
          </Button>
        )}
      </div>
      <Radio.Group label="Format" value={draft.format} onChange={(format) => set({ format })}>
        <div className={classes.choices}>
          {WebhookFormat.options.map((format) => (
            <Radio
              key={format}
              size="xs"
              value={format}
              label={formatWords[format].word}
              description={formatWords[format].meaning}
            />
          ))}
        </div>
      </Radio.Group>
      <Checkbox.Group label="Events" value={draft.events} onChange={(events) => set({ events })}>
        <div className={classes.events}>
          {WebhookEvent.options.map((event) => (
            <Checkbox
              key={event}
              size="xs"
              value={event}
              label={eventWords[event].word}
              description={eventWords[event].meaning}
            />
          ))}
        </div>
      </Checkbox.Group>
      <CredentialPicker
        label="Only of mail sent by"
        description="Of all mail, when empty"
        value={draft.credentialIds}
        onChange={(credentialIds) => set({ credentialIds })}
      />
    </>
  )
}
