import { useElementSize } from '@mantine/hooks'
import { type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import classes from './Split.module.css'
import { useStored } from './useStored.ts'

interface SplitProps {
  /** Under this name the width is remembered. */
  readonly name: string
  /** Names the divider for a screen reader, e.g. `Width of the list`. */
  readonly label: string
  readonly initial: number
  readonly min: number
  /** What the right side keeps at least. */
  readonly minRight: number
  readonly left: ReactNode
  readonly right: ReactNode
}

const step = 24

/** Two panes with a divider that is dragged or moved with arrow keys, and remembered. Double-click resets it. */
export function Split({ name, label, initial, min, minRight, left, right }: SplitProps) {
  const [stored, setStored] = useStored(`split.${name}`, initial)
  const { ref, width: whole } = useElementSize<HTMLDivElement>()
  const max = Math.max(min, (whole || window.innerWidth) - minRight)
  const width = Math.min(max, Math.max(min, stored))
  const move = (to: number) => setStored(Math.round(Math.min(max, Math.max(min, to))))

  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    move(event.clientX - (event.currentTarget.parentElement?.getBoundingClientRect().left ?? 0))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowLeft: width - step, ArrowRight: width + step, Home: min, End: max }[event.key]
    if (to === undefined) return
    event.preventDefault()
    move(to)
  }

  return (
    <div
      ref={ref}
      className={classes.split}
      style={{ gridTemplateColumns: `minmax(${min}px, min(${width}px, 100% - ${minRight}px)) 0 minmax(0, 1fr)` }}
    >
      <div className={classes.pane}>{left}</div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a focusable separator is a widget (ARIA 1.2) */}
      <div
        className={classes.divider}
        role="separator"
        aria-orientation="vertical"
        aria-label={label}
        aria-valuenow={width}
        aria-valuemin={min}
        aria-valuemax={max}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onDoubleClick={() => move(initial)}
        onKeyDown={onKeyDown}
      />
      <div className={classes.pane}>{right}</div>
    </div>
  )
}
