import { Collapse, UnstyledButton } from '@mantine/core'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import classes from './Fold.module.css'

interface FoldProps {
  readonly title: string
  /** What is in it, in a few words, while it is closed. */
  readonly about?: string
  /** Something in it wants attention. */
  readonly mustOpen?: boolean
  readonly children: ReactNode
}

/** What is not needed at once, behind a line that opens it. */
export function Fold({ title, about, mustOpen = false, children }: FoldProps) {
  const [opened, setOpened] = useState(mustOpen)
  if (mustOpen && !opened) setOpened(true)
  return (
    <div className={classes.fold}>
      <UnstyledButton className={classes.line} aria-expanded={opened} onClick={() => setOpened(!opened)}>
        {opened ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
        <span className={classes.title}>{title}</span>
        {about && !opened && <span className={classes.about}>{about}</span>}
      </UnstyledButton>
      <Collapse expanded={opened}>
        <div className={classes.content}>{children}</div>
      </Collapse>
    </div>
  )
}
