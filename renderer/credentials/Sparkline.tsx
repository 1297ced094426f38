import { counted } from '../ui/format.ts'
import classes from './Sparkline.module.css'

const width = 60
const height = 16

/** Uses of the last thirty days as bars, the last one today. */
export function Sparkline({ perDay }: { perDay: readonly number[] }) {
  const most = Math.max(1, ...perDay)
  const step = width / Math.max(1, perDay.length)
  const sum = perDay.reduce((total, uses) => total + uses, 0)
  const words = `${counted(sum, 'use')} in ${perDay.length} days, ${perDay.at(-1) ?? 0} today`
  return (
    <svg className={classes.spark} width={width} height={height} role="img" aria-label={words}>
      <title>{words}</title>
      <line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} className={classes.base} />
      {perDay.map((uses, day) =>
        uses === 0 ? null : (
          <rect
            // oxlint-disable-next-line react/no-array-index-key -- a day's place is what it is
            key={day}
            x={day * step}
            width={Math.max(1, step - 0.5)}
            height={Math.max(2, (uses / most) * (height - 1))}
            y={height - 1 - Math.max(2, (uses / most) * (height - 1))}
          />
        ),
      )}
    </svg>
  )
}
