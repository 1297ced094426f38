import classes from './SkeletonList.module.css'

/** Rows to be, while the list is fetched. */
export function SkeletonList({ compact }: { compact: boolean }) {
  return (
    <div className={classes.skeleton} role="status" aria-label="Loading messages" data-compact={compact || undefined}>
      {Array.from({ length: 14 }, (_, index) => (
        // Rows without any identity.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={classes.row}>
          <span style={{ width: `${24 + ((index * 7) % 20)}%` }} />
          <span style={{ width: `${56 + ((index * 13) % 34)}%` }} />
        </div>
      ))}
    </div>
  )
}
