import { useState, type DragEvent, type ReactNode } from 'react'
import classes from './DropZone.module.css'

interface DropZoneProps {
  /** Shown while files hover over it. */
  readonly label: string
  readonly onFiles: (files: File[]) => void
  readonly children: ReactNode
}

/** A place that takes files from the desktop. What can be dropped can also be chosen from a menu. */
export function DropZone({ label, onFiles, children }: DropZoneProps) {
  const [hovering, setHovering] = useState(false)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setHovering(false)
    onFiles([...event.dataTransfer.files])
  }
  return (
    <div
      className={classes.zone}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setHovering(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setHovering(false)
      }}
      onDrop={onDrop}
    >
      {children}
      {hovering && <div className={classes.label}>{label}</div>}
    </div>
  )
}
