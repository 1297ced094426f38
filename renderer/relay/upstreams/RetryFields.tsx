import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import { Plus, X } from 'lucide-react'
import { defaultRetries } from '../../../shared/model/upstream.ts'
import { NumberBox } from '../../ui/NumberBox.tsx'
import { useUpstreamForm } from './FormContext.ts'
import classes from './UpstreamFields.module.css'
import { waitOf, waitsInWords, type Unit, type Wait } from './waits.ts'

const mostRetries = 30

/** When a mail that was refused for now is tried again. */
export function RetryFields() {
  const { draft, set, problems } = useUpstreamForm()
  const { retries } = draft
  const change = (at: number, wait: Wait) => set({ retries: retries.with(at, wait) })
  return (
    <>
      <p className={classes.soft} role="status">
        {waitsInWords(retries)}. Each wait varies by a tenth, so that not all come at once.
      </p>
      <ol className={classes.waits} aria-label="Waits between tries">
        {retries.map((wait, at) => (
          // The place of a wait is what it is.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at}>
            <span className={classes.soft}>{at === 0 ? 'After the first try' : `After try ${at + 1}`}</span>
            <NumberBox
              quiet
              label={`Wait after try ${at + 1}`}
              value={wait.amount}
              error={problems.get(`retryAfterSeconds.${at}`)}
              onChange={(amount) => change(at, { ...wait, amount })}
            />
            <NativeSelect
              aria-label={`Unit of the wait after try ${at + 1}`}
              value={wait.unit}
              onChange={(event) => change(at, { ...wait, unit: event.currentTarget.value as Unit })}
              data={[
                { value: 's', label: 'seconds' },
                { value: 'min', label: 'minutes' },
                { value: 'h', label: 'hours' },
              ]}
            />
            <ActionIcon
              aria-label={`Remove the wait after try ${at + 1}`}
              onClick={() => set({ retries: retries.toSpliced(at, 1) })}
            >
              <X size={14} />
            </ActionIcon>
          </li>
        ))}
      </ol>
      <div className={classes.ports}>
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<Plus size={13} />}
          disabled={retries.length >= mostRetries}
          onClick={() => set({ retries: [...retries, retries.at(-1) ?? { amount: 1, unit: 'min' }] })}
        >
          Add a try
        </Button>
        <Button variant="subtle" size="compact-xs" onClick={() => set({ retries: defaultRetries.map(waitOf) })}>
          As AhaSend does
        </Button>
      </div>
    </>
  )
}
