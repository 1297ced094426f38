import { SegmentedControl } from '@mantine/core'
import type { Item } from './item.ts'
import classes from './ModeSwitch.module.css'
import { useQuickChange } from './useCredentials.ts'

/** One click between capturing only and delivering; in effect with the next message. */
export function ModeSwitch({ item }: { item: Item }) {
  const change = useQuickChange()
  return (
    <SegmentedControl
      size="xs"
      className={classes.mode}
      aria-label={`Mode of ${item.name}`}
      data-mode={item.mode}
      value={item.mode}
      onClick={(event) => event.stopPropagation()}
      onChange={(mode) => change.mutate({ item, change: { mode } })}
      data={[
        { value: 'sandbox', label: 'Sandbox' },
        { value: 'production', label: 'Production' },
      ]}
    />
  )
}
