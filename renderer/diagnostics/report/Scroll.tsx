import { useEffect, useRef, useState, type ReactNode } from 'react'
import tables from './tables.module.css'

interface ScrollProps {
  /** What is in it, for whoever gets there by keyboard. */
  readonly label: string
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** A table that may be wider than its place. A stop for Tab only while it is: then arrow keys scroll it. */
export function Scroll({ label, className, children }: ScrollProps) {
  const place = useRef<HTMLDivElement>(null)
  const [overflows, setOverflows] = useState(false)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const sizes = new ResizeObserver(() => setOverflows(element.scrollWidth > element.clientWidth))
    sizes.observe(element)
    for (const child of element.children) sizes.observe(child)
    return () => sizes.disconnect()
  }, [])
  return (
    <div
      ref={place}
      className={`${tables.scroll} ${className ?? ''}`}
      {...(overflows && { tabIndex: 0, role: 'region', 'aria-label': `Table: ${label}` })}
    >
      {children}
    </div>
  )
}
