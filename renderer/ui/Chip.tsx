import type { ReactNode } from 'react'
import classes from './Chip.module.css'

interface ChipProps {
  /** Sand means sandbox, green works, amber waits after a failure, red failed, plain anything else. */
  readonly tone: 'sand' | 'green' | 'amber' | 'red' | 'plain'
  readonly title?: string
  readonly children: ReactNode
}

/** A word with a meaning's colour. */
export function Chip({ tone, title, children }: ChipProps) {
  return (
    <span className={classes.chip} data-tone={tone} title={title}>
      {children}
    </span>
  )
}
