import { Collapse, UnstyledButton } from '@mantine/core'
import { ChevronDown, ChevronRight, CircleAlert, CircleCheck, CircleX, Unplug, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import type { DeliveryAttempt } from '../../../shared/model/delivery.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { duration, exactTime } from '../../ui/format.ts'
import classes from './Attempts.module.css'

interface AttemptsProps {
  readonly attempts: readonly DeliveryAttempt[]
  readonly simulated: boolean
  /** Said above already. */
  readonly except?: string
}

interface OutcomeWords {
  readonly icon: LucideIcon
  readonly word: string
  readonly tone: 'green' | 'amber' | 'red' | 'plain'
}

const outcomeWords: Readonly<Record<DeliveryAttempt['outcome'], OutcomeWords>> = {
  delivered: { icon: CircleCheck, word: 'Taken', tone: 'green' },
  deferred: { icon: CircleAlert, word: 'Refused for now', tone: 'amber' },
  bounced: { icon: CircleX, word: 'Refused for good', tone: 'red' },
  failed: { icon: CircleX, word: 'Given up', tone: 'red' },
  suppressed: { icon: CircleX, word: 'Not tried', tone: 'plain' },
  interrupted: { icon: Unplug, word: 'Interrupted', tone: 'amber' },
}

const notReached: OutcomeWords = { icon: Unplug, word: 'Not reached', tone: 'amber' }

interface AttemptProps {
  readonly attempt: DeliveryAttempt
  readonly last: boolean
  /** Whether there was a server to say something. */
  readonly reached: boolean
}

/** Every try, oldest first, with all that was said. */
export function Attempts({ attempts, simulated, except = '' }: AttemptsProps) {
  if (attempts.length === 0) return <p className={classes.none}>Not tried yet.</p>
  return (
    <ol className={classes.attempts} aria-label={simulated ? 'Simulated tries' : 'Tries'}>
      {attempts.map((attempt, index) => (
        <Attempt
          key={attempt.id}
          attempt={attempt.explanation === except ? { ...attempt, explanation: '' } : attempt}
          last={index === attempts.length - 1}
          reached={simulated || attempt.address !== null}
        />
      ))}
    </ol>
  )
}

function Attempt({ attempt, last, reached }: AttemptProps) {
  const [opened, setOpened] = useState(last)
  const {
    icon: Icon,
    word,
    tone,
  } = attempt.outcome === 'deferred' && !reached ? notReached : outcomeWords[attempt.outcome]
  return (
    <li className={classes.attempt}>
      <span className={classes.mark} data-tone={tone}>
        <Icon size={15} aria-hidden />
      </span>
      <div className={classes.body}>
        <p className={classes.line}>
          <strong data-tone={tone}>{word}</strong>
          <time dateTime={attempt.at}>{exactTime(attempt.at)}</time>
          <span>{duration(attempt.milliseconds)}</span>
        </p>
        <p className={classes.facts}>
          {[
            attempt.upstreamName && `via ${attempt.upstreamName}`,
            attempt.address,
            attempt.tls ?? (attempt.address && 'not encrypted'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {attempt.reply !== '' && (
          <p className={classes.reply}>
            <code>{attempt.reply}</code>
            <CopyButton text={attempt.reply} label="Copy the reply" />
          </p>
        )}
        {attempt.explanation !== '' && <p className={classes.explanation}>{attempt.explanation}</p>}
        {attempt.dialogue !== '' && (
          <>
            <UnstyledButton className={classes.fold} aria-expanded={opened} onClick={() => setOpened(!opened)}>
              {opened ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />} Dialogue
            </UnstyledButton>
            <Collapse expanded={opened}>
              <CodeBlock code={attempt.dialogue} label={`Dialogue of ${exactTime(attempt.at)}`} />
            </Collapse>
          </>
        )}
      </div>
    </li>
  )
}
