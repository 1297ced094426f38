import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './EmptyState.module.css'

interface EmptyStateProps {
  readonly icon: LucideIcon
  readonly title: string
  /** What it means and what to do, in a sentence or two. */
  readonly children?: ReactNode
  readonly action?: ReactNode
  /** `alert` for what went wrong: it is spoken at once. */
  readonly role?: 'status' | 'alert'
}

/** The middle of a pane that has nothing to show: says why, and what to do next. */
export function EmptyState({ icon: Icon, title, children, action, role }: EmptyStateProps) {
  return (
    <div className={classes.empty} role={role}>
      <Icon size={28} strokeWidth={1.5} aria-hidden className={classes.icon} />
      <p className={classes.title}>{title}</p>
      {children && <div className={classes.text}>{children}</div>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  )
}
