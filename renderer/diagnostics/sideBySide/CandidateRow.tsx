import { Button } from '@mantine/core'
import { duration } from '../../ui/format.ts'
import { Mark, toneOfVerdict } from '../report/Mark.tsx'
import tables from '../report/tables.module.css'
import { useDiagnosticsTab } from '../tab.ts'
import { useReport } from '../useReport.ts'
import { sentenceOf, verdictWords } from '../words.ts'
import { portAnswer } from './portAnswer.ts'
import classes from './SideBySideTab.module.css'
import type { Candidate, Run } from './useSideBySide.ts'

interface CandidateRowProps {
  readonly candidate: Candidate
  readonly run: Run | undefined
  readonly ports: readonly number[]
  readonly active: boolean
}

/** One provider: its answer, and each port. */
export function CandidateRow({ candidate, run, ports, active }: CandidateRowProps) {
  const id = run?.is === 'started' ? run.id : null
  const { data: report } = useReport(active ? id : null)
  const { showReport } = useDiagnosticsTab()
  const verdict = report?.judgement.verdict
  return (
    <tr>
      <th scope="row">
        {candidate.name}
        <span className={classes.host}>{candidate.host}</span>
      </th>
      <td className={classes.answer}>
        {run?.is === 'failed' ? (
          <>
            <Word tone="unknown" word="Did not begin" />
            <span className={classes.sentence}>{run.why}</span>
          </>
        ) : run?.is === 'waiting' ? (
          <Word tone="waiting" word="Waiting" />
        ) : !report || !verdict ? (
          <span className={tables.soft}>{run ? 'Beginning' : 'Not tried'}</span>
        ) : report.state === 'running' ? (
          <Word tone="running" word="Looking" />
        ) : (
          <>
            <Word tone={toneOfVerdict[verdict.is]} word={verdictWords[verdict.is]} />
            <span className={classes.sentence}>{sentenceOf(verdict)}</span>
          </>
        )}
      </td>
      {ports.map((port) => {
        const answer = report && portAnswer(report, port)
        return (
          <td key={port} className={classes.port}>
            {answer ? <Word tone={answer.tone} word={answer.words} /> : <span className={tables.soft}>–</span>}
          </td>
        )
      })}
      <td className={tables.number}>{report && report.state !== 'running' ? duration(report.milliseconds) : ''}</td>
      <td>
        {id !== null && (
          <Button variant="default" size="compact-xs" onClick={() => showReport(id)}>
            Open<span className="visuallyHidden"> the report of {candidate.name}</span>
          </Button>
        )}
      </td>
    </tr>
  )
}

function Word({ tone, word }: { readonly tone: Parameters<typeof Mark>[0]['tone']; readonly word: string }) {
  return (
    <span className={tables.mark}>
      <Mark tone={tone} /> {word}
    </span>
  )
}
