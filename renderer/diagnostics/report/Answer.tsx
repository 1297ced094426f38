import { Button, Progress } from '@mantine/core'
import { ArrowRight, Square } from 'lucide-react'
import type { Report } from '../../../shared/model/diagnosis/report.ts'
import { ownerWords, sentenceOf, verdictWords } from '../words.ts'
import classes from './Answer.module.css'
import { Mark, toneOfVerdict } from './Mark.tsx'
import { progressOf } from './progress.ts'

interface AnswerProps {
  readonly report: Report
  readonly onStop: () => void
}

/** The answer: whether it works, in a sentence; whose it is; what to do first. */
export function Answer({ report, onStop }: AnswerProps) {
  const { verdict } = report.judgement
  const running = report.state === 'running'
  const settled = !running || verdict.is !== 'couldNotCheck'
  return (
    <section
      className={classes.answer}
      data-tone={settled ? toneOfVerdict[verdict.is] : 'running'}
      aria-label="Answer"
      aria-busy={running}
    >
      <div className={classes.head}>
        <Mark tone={settled ? toneOfVerdict[verdict.is] : 'running'} size={26} />
        <div className={classes.words} role="status">
          <h2 className={classes.word}>{settled ? verdictWords[verdict.is] : 'Looking'}</h2>
          {settled && <p className={classes.sentence}>{sentenceOf(verdict)}</p>}
        </div>
        {running && (
          <Button variant="default" leftSection={<Square size={12} />} rightSection={<kbd>Esc</kbd>} onClick={onStop}>
            Stop
          </Button>
        )}
      </div>
      {running && <Running report={report} />}
      {settled && verdict.who && (
        <p className={classes.who}>
          <span className={classes.label}>Whose it is</span>
          <span>
            <strong>{ownerWords[verdict.who].word}.</strong> {ownerWords[verdict.who].sentence}
          </span>
        </p>
      )}
      {settled && verdict.todo !== '' && (
        <p className={classes.todo}>
          <span className={classes.label}>Do this first</span>
          <span className={classes.first}>
            <ArrowRight size={14} aria-hidden /> <span>{verdict.todo}</span>
          </span>
        </p>
      )}
      {!running && report.state !== 'done' && (
        <p className={classes.ended}>
          {report.state === 'cancelled'
            ? 'Stopped before the end: this is what was seen so far.'
            : `It ended early. ${report.ended ?? ''}`}
        </p>
      )}
    </section>
  )
}

function Running({ report }: { report: Report }) {
  const { share, doing } = progressOf(report)
  return (
    <div className={classes.running}>
      <Progress value={share * 100} size="sm" aria-label="Progress" />
      <span>{doing}…</span>
    </div>
  )
}
