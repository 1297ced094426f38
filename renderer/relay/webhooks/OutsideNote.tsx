import { Globe } from 'lucide-react'
import classes from './webhooks.module.css'

/** Asked once: what mail is about would be told outside this machine. */
export function OutsideNote({ url }: { readonly url: string }) {
  return (
    <div className={classes.outside} role="alert">
      <Globe size={16} aria-hidden />
      <span>
        <strong>{hostOf(url)}</strong> is outside this machine. Senders, recipients and subjects of your mail would be
        told there, sandboxed mail included. Press the button again to go on.
      </span>
    </div>
  )
}

function hostOf(url: string): string {
  try {
    return new URL(url).host
  } catch {
    return url
  }
}
