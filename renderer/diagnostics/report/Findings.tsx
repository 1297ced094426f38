import { Collapse, UnstyledButton } from '@mantine/core'
import { BookOpen, ChevronDown, ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import type { Endpoint } from '../../../shared/model/diagnosis/observation.ts'
import type { Finding, HelpPage } from '../../../shared/model/diagnosis/report.ts'
import { Chip } from '../../ui/Chip.tsx'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { counted } from '../../ui/format.ts'
import { endpointName, ownerWords, severityWords, stageWords } from '../words.ts'
import classes from './Findings.module.css'
import { Mark, toneOfSeverity } from './Mark.tsx'
import { Section } from './Section.tsx'

interface FindingsProps {
  readonly findings: readonly Finding[]
  readonly endpoints: readonly Endpoint[]
  /** False while more may come. */
  readonly whole: boolean
  readonly onRead: (page: HelpPage) => void
}

/** What was concluded, gravest first. What is as it should be comes last and can wait behind a line. */
export function Findings({ findings, endpoints, whole, onRead }: FindingsProps) {
  const [all, setAll] = useState(false)
  const grave = findings.filter(({ severity }) => severity === 'problem' || severity === 'warning')
  const quiet = findings.filter(({ severity }) => severity === 'info' || severity === 'good')
  if (findings.length === 0) return null
  const shown = grave.length === 0 || all ? [...grave, ...quiet] : grave
  return (
    <Section title="Findings" aside={<span className={classes.count}>{whole ? summaryOf(findings) : 'so far'}</span>}>
      <ul className={classes.list} aria-label="Findings">
        {shown.map((finding, index) => (
          <FindingRow
            key={`${finding.id} ${finding.endpoints.join(' ')}`}
            finding={finding}
            endpoints={endpoints}
            first={index === 0 && grave.length > 0}
            onRead={onRead}
          />
        ))}
      </ul>
      {grave.length > 0 && quiet.length > 0 && (
        <UnstyledButton className={classes.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
          {all ? 'Only what matters' : `${counted(quiet.length, 'more', 'more')}: in order, or worth knowing`}
        </UnstyledButton>
      )}
    </Section>
  )
}

/** `2 problems, 1 warning`. */
export function summaryOf(findings: readonly Finding[]): string {
  const of = (severity: Finding['severity']) => findings.filter((one) => one.severity === severity).length
  const parts = [
    of('problem') > 0 && counted(of('problem'), 'problem'),
    of('warning') > 0 && counted(of('warning'), 'warning'),
  ].filter((part) => part !== false)
  return parts.length > 0 ? parts.join(', ') : 'Nothing wrong found'
}

interface FindingRowProps {
  readonly finding: Finding
  readonly endpoints: readonly Endpoint[]
  readonly first: boolean
  readonly onRead: (page: HelpPage) => void
}

function FindingRow({ finding, endpoints, first, onRead }: FindingRowProps) {
  const [opened, setOpened] = useState(first)
  const body = useId()
  const about = endpoints.filter(({ id }) => finding.endpoints.includes(id))
  return (
    <li className={classes.finding}>
      <UnstyledButton
        className={classes.line}
        aria-expanded={opened}
        aria-controls={body}
        onClick={() => setOpened(!opened)}
      >
        <Mark tone={toneOfSeverity[finding.severity]} size={16} />
        <span className={classes.title}>
          <span className="visuallyHidden">{severityWords[finding.severity]}: </span>
          {finding.title}
        </span>
        <span className={classes.where}>
          {finding.stage === 'input' ? 'Settings' : stageWords[finding.stage]}
          {about.length > 0 && about.length < endpoints.length && ` · ${portsOf(about)}`}
        </span>
        {finding.who && <Chip tone="plain">{ownerWords[finding.who].word}</Chip>}
        {opened ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
      </UnstyledButton>
      <Collapse expanded={opened} id={body}>
        <div className={classes.body}>
          <dl className={classes.facts}>
            {finding.todo !== '' && <Fact name="What to do" value={finding.todo} strong />}
            <Fact name="Seen" value={finding.seen} />
            <Fact name="Expected" value={finding.expected} />
            <Fact name="Why it matters" value={finding.why} />
            {about.length > 0 && <Fact name="Where" value={about.map(endpointName).join(', ')} />}
          </dl>
          {finding.evidence !== '' && <CodeBlock code={finding.evidence} label={`Evidence: ${finding.title}`} />}
          {finding.page && (
            <UnstyledButton className={classes.read} onClick={() => finding.page && onRead(finding.page)}>
              <BookOpen size={14} aria-hidden /> Read more
              <span className="visuallyHidden"> about: {finding.title}</span>
            </UnstyledButton>
          )}
        </div>
      </Collapse>
    </li>
  )
}

function Fact({ name, value, strong }: { readonly name: string; readonly value: string; readonly strong?: boolean }) {
  if (value === '') return null
  return (
    <div data-strong={strong || undefined}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

/** `port 465`, `ports 465, 587`. */
function portsOf(endpoints: readonly Endpoint[]): string {
  const ports = [...new Set(endpoints.map(({ port }) => port))]
  return `${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`
}
