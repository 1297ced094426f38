import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Pause, Play, Trash2 } from 'lucide-react'
import type { Watch } from '../../../shared/model/diagnosis/report.ts'
import { client, engine, errorSentence } from '../../client.ts'
import { Chip } from '../../ui/Chip.tsx'
import { exactTime, relativeTime, timeUntil } from '../../ui/format.ts'
import { fail, say } from '../../ui/say.tsx'
import { useNow } from '../../ui/useNow.ts'
import { Mark, toneOfVerdict } from '../report/Mark.tsx'
import { useDiagnosticsTab } from '../tab.ts'
import { sentenceOf, subjectOf, verdictWords } from '../words.ts'
import { intervals, intervalWord } from './intervals.ts'
import classes from './WatchesTab.module.css'

/** One watch: what is asked, what the last answer was, and since when. */
export function WatchCard({ watch }: { watch: Watch }) {
  const { id, question, everyMinutes, paused, lastAt, nextAt, lastReportId, lastVerdict, changedAt, problem } = watch
  const queries = useQueryClient()
  const now = useNow()
  const { showReport } = useDiagnosticsTab()
  const subject = question.upstreamId === null ? subjectOf(question, question.host) : 'An upstream'
  const act = async (what: string, action: () => Promise<unknown>) => {
    try {
      await action()
    } catch (error) {
      fail(what, errorSentence(error))
    }
    await queries.invalidateQueries({ queryKey: engine.watches.list.key() })
  }
  const change = (wanted: { paused?: boolean; everyMinutes?: number }) =>
    act('The watch was not changed', () => client.watches.update({ id, ...wanted }))
  const remove = () =>
    act('The watch was not removed', async () => {
      await client.watches.remove({ id })
      let hidden = ''
      const undo = () => {
        say.hide(hidden)
        void act('The watch was not brought back', () => client.watches.create({ question, everyMinutes }))
      }
      hidden = say.withUndo(`${subject} is not watched any more`, undo, 8_000)
    })
  return (
    <section className={classes.watch} aria-label={subject} data-paused={paused || undefined}>
      <div className={classes.head}>
        <h2>{subject}</h2>
        <span className={classes.soft}>
          {question.ports.length > 0 ? `ports ${question.ports.join(', ')}` : 'usual ports'}
        </span>
        {paused && <Chip tone="plain">Paused</Chip>}
        <span className={classes.space} />
        <NativeSelect
          size="xs"
          aria-label={`How often ${subject} is asked`}
          value={String(everyMinutes)}
          data={[
            ...intervals.map(({ minutes, word }) => ({ value: String(minutes), label: word })),
            ...(intervals.some(({ minutes }) => minutes === everyMinutes)
              ? []
              : [{ value: String(everyMinutes), label: intervalWord(everyMinutes) }]),
          ]}
          onChange={(event) => void change({ everyMinutes: Number(event.currentTarget.value) })}
        />
        <ActionIcon
          aria-label={paused ? `Go on watching ${subject}` : `Pause watching ${subject}`}
          onClick={() => void change({ paused: !paused })}
        >
          {paused ? <Play size={14} /> : <Pause size={14} />}
        </ActionIcon>
        <ActionIcon aria-label={`Stop watching ${subject}`} onClick={() => void remove()}>
          <Trash2 size={14} />
        </ActionIcon>
      </div>
      {lastVerdict ? (
        <p className={classes.answer}>
          <Mark tone={toneOfVerdict[lastVerdict.is]} size={16} />
          <span>
            <strong>{verdictWords[lastVerdict.is]}</strong> {sentenceOf(lastVerdict)}
          </span>
        </p>
      ) : (
        <p className={classes.answer}>
          <Mark tone="waiting" size={16} /> <span>Not asked yet</span>
        </p>
      )}
      {problem !== null && (
        <p className={classes.answer}>
          <Mark tone="warning" size={16} />
          <span>
            <strong>Could not be asked.</strong> {problem}
          </span>
        </p>
      )}
      <div className={classes.times}>
        {lastAt && <Time word="Asked" iso={lastAt} now={now} />}
        {changedAt && <Time word="Last change" iso={changedAt} now={now} />}
        {nextAt && !paused && <span title={exactTime(nextAt)}>Next {timeUntil(nextAt, now)}</span>}
        {lastReportId !== null && (
          <Button variant="subtle" size="compact-xs" onClick={() => showReport(lastReportId)}>
            Open the report
          </Button>
        )}
      </div>
    </section>
  )
}

function Time({ word, iso, now }: { readonly word: string; readonly iso: string; readonly now: number }) {
  return (
    <span>
      {word}{' '}
      <time dateTime={iso} title={exactTime(iso)}>
        {relativeTime(iso, now)}
      </time>
    </span>
  )
}
