import { Kbd } from '@mantine/core'
import { Mail } from 'lucide-react'
import { EmptyState } from '../../ui/EmptyState.tsx'
import classes from './MessagePane.module.css'

const keys = [
  { keys: ['j', 'k'], does: 'next, previous' },
  { keys: ['Enter'], does: 'open' },
  { keys: ['/'], does: 'search' },
  { keys: ['s'], does: 'star' },
  { keys: ['u'], does: 'unread' },
  { keys: ['r'], does: 'release' },
  { keys: ['?'], does: 'all keys' },
]

/** The right pane while nothing is selected. */
export function NoMessage() {
  return (
    <EmptyState icon={Mail} title="Select a message">
      <dl className={classes.keys}>
        {keys.map((line) => (
          <div key={line.does}>
            <dt>
              {line.keys.map((key) => (
                <Kbd key={key} size="xs">
                  {key}
                </Kbd>
              ))}
            </dt>
            <dd>{line.does}</dd>
          </div>
        ))}
      </dl>
    </EmptyState>
  )
}
