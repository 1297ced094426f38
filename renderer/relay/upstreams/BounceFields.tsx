import { Radio } from '@mantine/core'
import type { Draft } from './draft.ts'
import { useUpstreamForm } from './FormContext.ts'
import classes from './UpstreamFields.module.css'

const choices: readonly { value: Draft['bounceMessages']; label: string; description: string }[] = [
  { value: 'inbox', label: 'Into the inbox here', description: 'The sender is told nothing' },
  { value: 'send', label: 'To the envelope sender', description: 'Through the same upstream, as a mail server does' },
  { value: 'none', label: 'None', description: 'The delivery says it all' },
]

/** What is written when a mail comes back for good. */
export function BounceFields() {
  const { draft, set } = useUpstreamForm()
  return (
    <Radio.Group
      aria-label="Bounce messages"
      value={draft.bounceMessages}
      onChange={(value) => set({ bounceMessages: value })}
    >
      <div className={classes.choices}>
        {choices.map((choice) => (
          <Radio key={choice.value} size="xs" {...choice} />
        ))}
      </div>
    </Radio.Group>
  )
}
