import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import { engine, errorSentence } from '../../client.ts'
import { useLabels } from '../../credentials/useCredentials.ts'
import { Chip } from '../../ui/Chip.tsx'
import { statusWord } from '../words.ts'
import { asked, type Question } from './question.ts'
import classes from './routes.module.css'
import { answerWords } from './words.ts'

interface ExplainPanelProps {
  /** What was typed into the routes is not what is asked. */
  readonly unsaved: boolean
  /** Routes that take a recipient of the question. */
  readonly onAnswer: (routeIds: readonly string[]) => void
}

const simulatedStatus = {
  deliver: 'delivered',
  bounce: 'bounced',
  defer: 'deferred',
  deferThenDeliver: 'deferred',
  fail: 'failed',
  suppress: 'suppressed',
} as const

/** What would happen to a mail, recipient by recipient, and why. */
export function ExplainPanel({ unsaved, onAnswer }: ExplainPanelProps) {
  const labels = [...useLabels().values()].filter(({ deleted }) => !deleted)
  const [question, setQuestion] = useState<Question>({ credentialId: '', sender: '', recipients: '', headers: '' })
  const [settled] = useDebouncedValue(question, 200)
  const input = asked(settled)
  const { data, error } = useQuery(
    engine.routing.explain.queryOptions({
      input: input ?? { recipients: ['nobody'] },
      enabled: input !== null,
      placeholderData: keepPreviousData,
      staleTime: 0,
    }),
  )
  const answer = input === null ? null : data
  const taking = JSON.stringify(answer?.recipients.flatMap(({ routeId }) => routeId ?? []) ?? [])
  useEffect(() => onAnswer(JSON.parse(taking) as string[]), [taking, onAnswer])
  const set = (change: Partial<Question>) => setQuestion({ ...question, ...change })
  return (
    <section className={classes.explain} aria-labelledby="relay-explain">
      <h2 id="relay-explain">What would happen to…</h2>
      <NativeSelect
        label="Sent by"
        value={question.credentialId}
        onChange={(event) => set({ credentialId: event.currentTarget.value })}
        data={[
          { value: '', label: 'Nobody (anonymous)' },
          ...labels.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <TextInput
        label="From"
        placeholder="app@example.com"
        spellCheck={false}
        value={question.sender}
        onChange={(event) => set({ sender: event.currentTarget.value })}
      />
      <Textarea
        label="To"
        description="One or several addresses"
        placeholder="ann@example.com"
        spellCheck={false}
        autosize
        minRows={1}
        maxRows={5}
        value={question.recipients}
        onChange={(event) => set({ recipients: event.currentTarget.value })}
      />
      <Textarea
        label="Headers"
        description="As they stand in the mail, one a line"
        placeholder="AhaSend-Sandbox: true"
        spellCheck={false}
        autosize
        minRows={1}
        maxRows={6}
        value={question.headers}
        onChange={(event) => set({ headers: event.currentTarget.value })}
      />
      <div aria-live="polite">
        {error ? (
          <p className={classes.problem}>{errorSentence(error)}</p>
        ) : answer ? (
          <ul className={classes.answers} aria-label="Answer">
            {answer.recipients.map(({ recipient, is, because, rewrittenTo, result }) => {
              const { word, tone } = answerWords[is]
              return (
                <li key={recipient}>
                  <span className={classes.chips}>
                    <bdi>{recipient}</bdi>
                    {rewrittenTo !== null && (
                      <>
                        <ArrowRight size={12} role="img" aria-label="goes to" /> <bdi>{rewrittenTo}</bdi>
                      </>
                    )}
                    <Chip tone={tone}>{result === null ? word : statusWord(simulatedStatus[result], true)}</Chip>
                  </span>
                  <span className={classes.soft}>{because}</span>
                </li>
              )
            })}
          </ul>
        ) : (
          <p className={classes.soft}>Write a recipient to see which route takes it and why.</p>
        )}
        {unsaved && answer && <p className={classes.soft}>Answered with the routes that are saved.</p>}
      </div>
    </section>
  )
}
