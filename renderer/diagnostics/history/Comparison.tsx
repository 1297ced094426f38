import { Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ArrowDown, ArrowRight, ArrowUp, Equal } from 'lucide-react'
import type {
  Comparison as ComparisonFacts,
  Difference,
  ReportSummary,
} from '../../../shared/model/diagnosis/report.ts'
import { engine, errorSentence } from '../../client.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { exactTime } from '../../ui/format.ts'
import { Mark, toneOfVerdict } from '../report/Mark.tsx'
import { stageWords, verdictWords } from '../words.ts'
import classes from './Comparison.module.css'

/** What is other in the later of two reports; without `other`, since the last one that worked. */
export function ComparisonOf({ id, other }: { readonly id: number; readonly other?: number }) {
  const query = useQuery(engine.diagnostics.compare.queryOptions({ input: { id, with: other } }))
  if (query.isError) {
    return (
      <ErrorState
        title="Nothing to compare with"
        message={errorSentence(query.error)}
        onRetry={() => void query.refetch()}
      />
    )
  }
  if (!query.data) return <Loader size="sm" color="gray" aria-label="Comparing" />
  return <Comparison comparison={query.data} />
}

function Comparison({ comparison: { earlier, later, differences } }: { comparison: ComparisonFacts }) {
  return (
    <div className={classes.comparison}>
      {asksOther(earlier, later) && (
        <p className={classes.same}>
          These are two different questions: {nameOf(earlier)} and {nameOf(later)}. What differs is the servers, not
          what became of one.
        </p>
      )}
      <div className={classes.heads}>
        <Side word="Before" summary={earlier} />
        <ArrowRight size={16} aria-hidden />
        <Side word="After" summary={later} />
      </div>
      {differences.length === 0 ? (
        <p className={classes.same}>
          <Equal size={14} aria-hidden /> Nothing is other than it was.
        </p>
      ) : (
        <ul className={classes.list} aria-label="Differences">
          {differences.map((difference) => (
            <li key={`${difference.stage} ${difference.text}`}>
              <Change difference={difference} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** The server and the ports that were asked for. */
function nameOf({ self, host, ports }: ReportSummary): string {
  if (self) return 'This Sandpost'
  return ports.length === 0 ? host : `${host}, ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`
}

function asksOther(earlier: ReportSummary, later: ReportSummary): boolean {
  return earlier.self !== later.self || (!earlier.self && nameOf(earlier) !== nameOf(later))
}

function Side({ word, summary }: { readonly word: string; readonly summary: ReportSummary }) {
  return (
    <div className={classes.side}>
      <strong className={classes.host}>{nameOf(summary)}</strong>
      <span className={classes.soft}>
        {word}, {exactTime(summary.startedAt)}
      </span>
      <span className={classes.verdict}>
        <Mark tone={toneOfVerdict[summary.verdict.is]} /> {verdictWords[summary.verdict.is]}
      </span>
    </div>
  )
}

const kinds = {
  better: { icon: ArrowUp, word: 'Better' },
  worse: { icon: ArrowDown, word: 'Worse' },
  other: { icon: ArrowRight, word: 'Other' },
} as const

function Change({ difference: { is, stage, text, before, after } }: { difference: Difference }) {
  const { icon: Icon, word } = kinds[is]
  return (
    <>
      <p className={classes.text} data-is={is}>
        <Icon size={14} aria-hidden />
        <span>
          <span className={classes.word}>{word}</span> {text}
        </span>
        <span className={classes.stage}>
          {stage === 'input' ? 'Settings' : stage === 'verdict' ? 'Answer' : stageWords[stage]}
        </span>
      </p>
      {before !== '' && after !== '' && (
        <p className={classes.values}>
          <span>{before}</span> <ArrowRight size={12} aria-label="now" /> <span>{after}</span>
        </p>
      )}
    </>
  )
}
