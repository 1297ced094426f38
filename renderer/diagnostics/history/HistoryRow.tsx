import { Checkbox } from '@mantine/core'
import { memo } from 'react'
import type { ReportSummary } from '../../../shared/model/diagnosis/report.ts'
import { exactTime, relativeTime } from '../../ui/format.ts'
import type { RowPlace } from '../../ui/VirtualGrid.tsx'
import { Mark, toneOfVerdict } from '../report/Mark.tsx'
import { sentenceOf, subjectOf, verdictWords } from '../words.ts'
import shared from '../../ui/listRow.module.css'
import classes from './HistoryRow.module.css'

interface HistoryRowProps extends RowPlace {
  readonly report: ReportSummary | undefined
  readonly active: boolean
  readonly picked: boolean
  readonly now: number
  readonly onOpen: (id: number) => void
  readonly onPick: (id: number) => void
}

/** One report in the history. */
export const HistoryRow = memo(function HistoryRow(props: HistoryRowProps) {
  const { id, elementId, index, top, height, report, active, picked, now, onOpen, onPick } = props
  if (!report) return null
  const { state, verdict, host, self, ports, depth, startedAt, watchId } = report
  const subject = subjectOf({ host, self }, host)
  const word = state === 'running' ? 'Running' : verdictWords[verdict.is]
  return (
    // The grid holds the focus and has the keys; a row is only clicked.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={elementId}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={active}
      className={`${shared.row} ${classes.row}`}
      data-active={active || undefined}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={() => onOpen(id)}
    >
      <div role="gridcell" className={classes.pick}>
        <Checkbox
          size="xs"
          tabIndex={-1}
          aria-label={`Choose the report of ${subject}`}
          checked={picked}
          onClick={(event) => event.stopPropagation()}
          onChange={() => onPick(id)}
        />
      </div>
      <div role="gridcell" className={classes.subject} title={subject}>
        {subject}
      </div>
      <div role="gridcell" className={classes.detail}>
        {[ports.join(', '), depth === 'deep' ? 'deep' : '', watchId ? 'watched' : ''].filter(Boolean).join(' · ')}
      </div>
      <div role="gridcell" className={classes.verdict}>
        <Mark tone={state === 'running' ? 'running' : toneOfVerdict[verdict.is]} />
        <span className={classes.word}>{word}</span>
        <span className={classes.sentence} title={sentenceOf(verdict)}>
          {state === 'running' ? '' : sentenceOf(verdict)}
        </span>
      </div>
      <div role="gridcell" className={classes.time}>
        <time dateTime={startedAt} title={exactTime(startedAt)}>
          {relativeTime(startedAt, now)}
        </time>
      </div>
    </div>
  )
})
