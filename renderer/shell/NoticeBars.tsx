import { OctagonAlert, TriangleAlert } from 'lucide-react'
import classes from './Bars.module.css'
import { useSystem } from './system.ts'

/** What the owner must know now, on top of every screen: disk full, folder not writable. */
export function NoticeBars() {
  // The locked vault has a bar of its own, with the way to unlock it.
  const notices = useSystem()?.notices.filter(({ id }) => id !== 'vaultLocked') ?? []
  return (
    <div role="alert">
      {notices.map((notice) => {
        const Icon = notice.severity === 'error' ? OctagonAlert : TriangleAlert
        return (
          <div key={notice.id} className={classes.bar} data-severity={notice.severity}>
            <Icon size={15} aria-hidden />
            <span>
              <strong>{notice.title}</strong> {notice.detail}
            </span>
          </div>
        )
      })}
    </div>
  )
}
