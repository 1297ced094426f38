import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import { Plus, Trash2 } from 'lucide-react'
import { ProfileName } from '../../../shared/model/manners.ts'
import { NumberBox } from '../../ui/NumberBox.tsx'
import { useForm } from '../fields.tsx'
import { profileChoices } from './MannersSection.tsx'
import classes from './manners.module.css'

const most = 16

/** Listeners besides the two, each with manners of its own. */
export function MoreListeners() {
  const { draft, problems, set } = useForm()
  const { more } = draft.smtp
  return (
    <fieldset className={classes.more}>
      <legend>More listeners</legend>
      {more.map(({ port, security, profile }, at) => (
        <div
          // A listener that is being described has no identity but its place.
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          className={classes.listener}
          role="group"
          aria-label={`Listener ${at + 3}`}
        >
          <NumberBox
            label="Port"
            plain
            value={port}
            error={problems.get(`smtp.more.${at}.port`)}
            onChange={(typed) => set(`smtp.more.${at}.port`, typed)}
          />
          <NativeSelect
            label="Protection"
            value={security}
            onChange={(event) => set(`smtp.more.${at}.security`, event.currentTarget.value)}
            data={[
              { value: 'starttls', label: 'STARTTLS' },
              { value: 'tls', label: 'TLS from the start' },
            ]}
          />
          <NativeSelect
            label="Answers like"
            value={profile}
            onChange={(event) => set(`smtp.more.${at}.profile`, ProfileName.parse(event.currentTarget.value))}
            data={profileChoices}
          />
          <ActionIcon aria-label={`Remove listener ${at + 3}`} onClick={() => set('smtp.more', more.toSpliced(at, 1))}>
            <Trash2 size={14} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<Plus size={13} />}
        disabled={more.length >= most}
        onClick={() => set('smtp.more', [...more, { port: 0, security: 'starttls', profile: 'sandpost' }])}
      >
        Add a listener
      </Button>
    </fieldset>
  )
}
