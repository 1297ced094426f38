import { useState } from 'react'
import type { Stage } from '../../../shared/model/diagnosis/observation.ts'
import type { HelpPage, Report } from '../../../shared/model/diagnosis/report.ts'
import { HelpDrawer } from '../help/HelpDrawer.tsx'
import { Answer } from './Answer.tsx'
import { EndpointEvidence } from './EndpointEvidence.tsx'
import { Findings } from './Findings.tsx'
import { Matrix } from './Matrix.tsx'
import { hasAnswers, Names } from './Names.tsx'
import classes from './ReportView.module.css'
import { ReportBar } from './ReportBar.tsx'
import { Section } from './Section.tsx'
import { Settings } from './Settings.tsx'
import { Timeline } from './Timeline.tsx'

interface ReportViewProps {
  readonly report: Report
  readonly onStop: () => void
  /** Asks the same again, deeper when wanted. */
  readonly onAgain: (depth: 'quick' | 'deep') => void
  readonly onGone: () => void
}

/** A report: the answer on top, then what works, then the evidence. */
export function ReportView({ report, onStop, onAgain, onGone }: ReportViewProps) {
  const { endpoints, name } = report.observations
  const { findings, settings, cells, clients, commands } = report.judgement
  const [focus, setFocus] = useState<{ endpoint: string | null; stage: Stage | null; asked: number }>({
    endpoint: null,
    stage: null,
    asked: 0,
  })
  const [page, setPage] = useState<HelpPage | null>(null)
  const best = settings.find(({ recommended }) => recommended)?.endpoint ?? findings[0]?.endpoints[0]
  const endpoint =
    endpoints.find(({ id }) => id === focus.endpoint) ?? endpoints.find(({ id }) => id === best) ?? endpoints[0]
  const show = (id: string, stage: Stage | null) => setFocus({ endpoint: id, stage, asked: focus.asked + 1 })
  return (
    <article className={classes.report} aria-label="Report">
      <ReportBar report={report} onAgain={onAgain} onGone={onGone} />
      <Answer report={report} onStop={onStop} />
      <Settings
        settings={settings}
        works={report.judgement.verdict.is !== 'doesNotWork'}
        sender={report.question.dryRun?.from ?? null}
      />
      <Findings
        key={report.id}
        findings={findings}
        endpoints={endpoints}
        whole={report.state === 'done'}
        onRead={setPage}
      />
      <Matrix endpoints={endpoints} cells={cells} shown={endpoint?.id ?? null} onOpen={show} />
      <Timeline endpoints={endpoints} />
      {name && hasAnswers(name) && (
        <Section title="Name and addresses">
          <Names name={name} />
        </Section>
      )}
      {endpoint && (
        <EndpointEvidence
          endpoints={endpoints}
          endpoint={endpoint}
          focus={focus}
          clients={clients.find((one) => one.endpoint === endpoint.id)?.answers ?? []}
          commands={commands.filter((one) => one.endpoint === endpoint.id)}
          onChoose={(id) => setFocus({ endpoint: id, stage: null, asked: 0 })}
        />
      )}
      <HelpDrawer page={page} onPage={setPage} onClose={() => setPage(null)} />
    </article>
  )
}
