import type { ReactNode } from 'react'
import classes from './Section.module.css'

interface SectionProps {
  readonly title: string
  /** At the right of the title: a count, a button. */
  readonly aside?: ReactNode
  readonly children: ReactNode
  readonly id?: string
}

/** A part of the report under its heading. */
export function Section({ title, aside, children, id }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title} id={id}>
      <div className={classes.head}>
        <h3 className={classes.title}>{title}</h3>
        {aside}
      </div>
      {children}
    </section>
  )
}
