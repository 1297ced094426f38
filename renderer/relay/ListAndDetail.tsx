import type { ReactNode } from 'react'
import classes from '../ui/listScreen.module.css'
import { Split } from '../ui/Split.tsx'
import { useNarrow } from '../ui/useNarrow.ts'

interface ListAndDetailProps {
  /** Under this name the width is remembered. */
  readonly name: string
  readonly list: ReactNode
  /** Null when nothing is open. */
  readonly detail: ReactNode
  /** Shown in the place of the detail when nothing is open. */
  readonly nothing: ReactNode
  /** Nothing to open: the list has all the room. */
  readonly wholeWidth?: boolean
}

/** The list on the left and the thing on the right; in a narrow window one after the other. */
export function ListAndDetail({ name, list, detail, nothing, wholeWidth = false }: ListAndDetailProps) {
  const narrow = useNarrow()
  if (wholeWidth && !detail) return <div className={classes.step}>{list}</div>
  if (narrow) {
    return (
      <>
        <div className={classes.step} hidden={Boolean(detail)}>
          {list}
        </div>
        {detail && <div className={classes.step}>{detail}</div>}
      </>
    )
  }
  return (
    <Split
      name={`relay.${name}`}
      label="Width of the list"
      initial={400}
      min={280}
      minRight={400}
      left={list}
      right={detail ?? nothing}
    />
  )
}
