import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { X } from 'lucide-react'
import type { DeliveryAction } from '../../../shared/model/delivery.ts'
import { count } from '../../ui/format.ts'
import classes from './SelectionBar.module.css'
import { actionWords, actionsInOrder } from './actionWords.ts'

interface SelectionBarProps {
  readonly selected: number
  readonly total: number
  readonly onSelectAll: () => void
  readonly onClear: () => void
  readonly onAct: (action: DeliveryAction) => void
}

/** What can be done with the selected deliveries. */
export function SelectionBar({ selected, total, onSelectAll, onClear, onAct }: SelectionBarProps) {
  return (
    <div className={classes.bar} role="toolbar" aria-label="Selected deliveries">
      <Tooltip label="Clear the selection (Esc)">
        <ActionIcon aria-label="Clear the selection (Esc)" onClick={onClear}>
          <X size={15} />
        </ActionIcon>
      </Tooltip>
      <span className={classes.count} role="status">
        {count(selected)} selected
      </span>
      {selected < total && (
        <Button variant="subtle" size="compact-xs" onClick={onSelectAll}>
          Select all {count(total)}
        </Button>
      )}
      <span className={classes.space} />
      {actionsInOrder.map((action) => {
        const { icon: Icon, word, key } = actionWords[action]
        return (
          <Tooltip key={action} label={`${word} (${key})`}>
            <Button variant="default" size="compact-xs" leftSection={<Icon size={13} />} onClick={() => onAct(action)}>
              {word}
            </Button>
          </Tooltip>
        )
      })}
    </div>
  )
}
