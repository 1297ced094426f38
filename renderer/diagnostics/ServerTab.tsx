import { Loader } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { DiagnosisRequest } from '../../shared/model/diagnosis/question.ts'
import { client, errorSentence, isNotFound } from '../client.ts'
import { open, useRoute } from '../shell/route.ts'
import { ErrorState } from '../ui/ErrorState.tsx'
import { fail } from '../ui/say.tsx'
import { useShortcuts } from '../ui/shortcuts.ts'
import { Examples } from './Examples.tsx'
import page from './page.module.css'
import { draftOf, emptyDraft, requestOf, type Draft } from './question/draft.ts'
import { QuestionForm } from './question/QuestionForm.tsx'
import { ReportView } from './report/ReportView.tsx'
import { useReport } from './useReport.ts'
import { useStart } from './useStart.ts'

/** The form as it was changed, and which report it was changed beside. */
interface Edited {
  readonly draft: Draft
  readonly at: number | null
  /** It is what the report was asked with. */
  readonly asked: boolean
}

/** One server: the question on top, and below it the answer as it comes. */
export function ServerTab({ active }: { active: boolean }) {
  const opened = useRoute().open.diagnostics
  const report = useReport(active ? opened : null)
  const [edited, setEdited] = useState<Edited | null>(null)
  const { start, starting } = useStart()
  const field = useRef<HTMLInputElement>(null)
  const top = useRef<HTMLDivElement>(null)
  // Whoever came by keyboard types at once; a focus that is somewhere already (a tab, the rail) stays there.
  useEffect(() => {
    if (active && opened === null && document.activeElement === document.body) field.current?.focus()
  }, [active, opened])

  // Until something is typed, the form says what was asked of the report that is shown.
  const draft = edited && edited.at === opened ? edited.draft : report.data ? draftOf(report.data.question) : emptyDraft
  const setDraft = (wanted: Draft) => setEdited({ draft: wanted, at: opened, asked: false })

  const ask = async (request: DiagnosisRequest) => {
    const id = await start(request)
    if (id === null) return
    // What was pasted, and a password, are there for the next try.
    setEdited({ draft, at: id, asked: true })
    open('diagnostics', id)
    top.current?.scrollTo({ top: 0 })
  }
  const stop = async () => {
    if (opened === null) return
    try {
      await client.diagnostics.cancel({ id: opened })
    } catch (error) {
      fail('The diagnosis was not stopped', errorSentence(error))
    }
  }
  const again = (depth: 'quick' | 'deep') => {
    if (edited?.at === opened) void ask(requestOf(draft, depth))
    else if (report.data) void ask({ ...report.data.question, depth })
  }
  const leave = () => {
    // A report that was not read yet was just begun, or is opened: to stop it does no harm to one that is over.
    if (report.data?.state === 'running' || (opened !== null && report.isPending)) void stop()
    else if (opened !== null) open('diagnostics', null)
  }
  useShortcuts(
    {
      '/': () => field.current?.select(),
      Escape: leave,
    },
    active,
  )
  return (
    <div ref={top} className={page.scroll}>
      <div className={page.page}>
        <QuestionForm
          draft={draft}
          onChange={setDraft}
          onAsk={(request) => void ask(request)}
          onEscape={leave}
          starting={starting}
          small={opened !== null}
          touched={edited !== null && edited.at === opened && !edited.asked}
          fieldRef={field}
        />
        {opened === null ? (
          <Examples
            onTry={(change) => {
              setDraft({ ...emptyDraft, ...change })
              field.current?.focus()
            }}
          />
        ) : report.data ? (
          <ReportView
            key={opened}
            report={report.data}
            onStop={() => void stop()}
            onAgain={again}
            onGone={() => open('diagnostics', null)}
          />
        ) : report.isError ? (
          <ErrorState
            title={isNotFound(report.error) ? 'This report is gone' : 'The report could not be opened'}
            message={errorSentence(report.error)}
            {...(!isNotFound(report.error) && { onRetry: () => void report.refetch() })}
          />
        ) : (
          <div role="status" aria-label="Loading the report">
            <Loader size="sm" color="gray" />
          </div>
        )}
      </div>
    </div>
  )
}
