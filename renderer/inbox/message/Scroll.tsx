import type { ReactNode, Ref } from 'react'

interface ScrollProps {
  /** What is in it, for a screen reader. */
  readonly label: string
  readonly className?: string
  readonly wrap?: boolean
  readonly ref?: Ref<HTMLDivElement>
  readonly children: ReactNode
}

/** A part of the pane that scrolls by itself. It takes the focus, so that it can be scrolled by keyboard. */
export function Scroll({ label, className, wrap, ref, children }: ScrollProps) {
  return (
    <div
      ref={ref}
      className={className}
      role="group"
      aria-label={label}
      data-wrap={wrap || undefined}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable: must be reachable by keyboard
      tabIndex={0}
    >
      {children}
    </div>
  )
}
