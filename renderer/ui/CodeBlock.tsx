import { CopyButton } from './CopyButton.tsx'
import classes from './CodeBlock.module.css'

/** Code to be copied. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <div className={classes.block}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls sideways: must be reachable by keyboard */}
      <pre className={classes.code} tabIndex={0} role="region" aria-label={label}>
        {code}
      </pre>
      <div className={classes.copy}>
        <CopyButton text={code} label={`Copy: ${label}`} />
      </div>
    </div>
  )
}
