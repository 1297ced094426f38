import { NumberField } from './fields.tsx'
import classes from './sections.module.css'

/** What is kept, by number and by age. */
export function RetentionSection() {
  return (
    <div className={classes.row}>
      <NumberField path="retention.keepAtMost" label="Keep at most" description="0: no limit" unit="messages" />
      <NumberField path="retention.keepForDays" label="Keep for" description="0: for ever" unit="days" />
    </div>
  )
}
