import { LoaderCircle } from 'lucide-react'
import type { ConnectionState } from '../client.ts'
import classes from './Bars.module.css'

/** A quiet line while the engine cannot be reached. What is shown stays readable. */
export function ConnectionBar({ state }: { state: ConnectionState }) {
  return (
    <div role="status">
      {state === 'reconnecting' && (
        <div className={classes.bar} data-severity="quiet">
          <LoaderCircle size={14} aria-hidden className={classes.turning} />
          <span>
            <strong>Reconnecting…</strong> Sandpost does not answer. If you stopped it, start it again; mail is not
            lost.
          </span>
        </div>
      )}
    </div>
  )
}
