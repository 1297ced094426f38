import { TagsInput, TextInput } from '@mantine/core'
import type { RouteConditions } from '../../../shared/model/routing.ts'
import type { Problems } from '../../ui/issues.ts'
import { CredentialPicker } from '../CredentialPicker.tsx'
import classes from './routes.module.css'

interface ConditionFieldsProps {
  readonly conditions: RouteConditions
  readonly problems: Problems
  /** Where they stand in the form: `routes.0.conditions`. */
  readonly path: string
  readonly onChange: (change: Partial<RouteConditions>) => void
}

/** Which mail the route takes: every field that is filled in has to hold; of a list, one entry. */
export function ConditionFields({ conditions, problems, path, onChange }: ConditionFieldsProps) {
  const { credentialIds, senderDomains, recipientDomains, header, tags } = conditions
  const problemIn = (name: string) =>
    [...problems].find(([at]) => at === `${path}.${name}` || at.startsWith(`${path}.${name}.`))?.[1]
  const setHeader = (change: { name?: string; value?: string }) => {
    const next = { name: header?.name ?? '', value: header?.value ?? '*', ...change }
    onChange({ header: next.name.trim() === '' ? null : next })
  }
  return (
    <div className={classes.conditions}>
      <CredentialPicker label="Sent by" value={credentialIds} onChange={(ids) => onChange({ credentialIds: ids })} />
      <TagsInput
        label="From the domain"
        placeholder={senderDomains.length === 0 ? 'Any: example.com, *.example.com' : undefined}
        acceptValueOnBlur
        value={senderDomains}
        error={problemIn('senderDomains')}
        onChange={(next) => onChange({ senderDomains: next })}
      />
      <TagsInput
        label="To the domain"
        placeholder={recipientDomains.length === 0 ? 'Any: example.com, *.example.com' : undefined}
        acceptValueOnBlur
        value={recipientDomains}
        error={problemIn('recipientDomains')}
        onChange={(next) => onChange({ recipientDomains: next })}
      />
      <TagsInput
        label="With a tag"
        placeholder={tags.length === 0 ? 'Any' : undefined}
        acceptValueOnBlur
        value={tags}
        error={problemIn('tags')}
        onChange={(next) => onChange({ tags: next })}
      />
      <TextInput
        label="With the header"
        placeholder="X-Campaign"
        spellCheck={false}
        value={header?.name ?? ''}
        error={problems.get(`${path}.header.name`)}
        onChange={(event) => setHeader({ name: event.currentTarget.value })}
      />
      <TextInput
        label="Its value"
        description={header === null ? undefined : '* stands for anything'}
        placeholder="*"
        spellCheck={false}
        disabled={header === null}
        value={header?.value ?? ''}
        error={problems.get(`${path}.header.value`)}
        onChange={(event) => setHeader({ value: event.currentTarget.value })}
      />
    </div>
  )
}
