import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { WebhookReceiver } from '../../../shared/model/webhook.ts'
import { client, engine, errorSentence } from '../../client.ts'
import { problemsOf } from '../../ui/issues.ts'
import { NumberBox, type Typed } from '../../ui/NumberBox.tsx'
import { fail, say } from '../../ui/say.tsx'
import classes from './webhooks.module.css'

const Answer = WebhookReceiver.pick({ answer: true })

/** What the receiver answers, to try out retries. */
export function AnswerForm({ answer }: { readonly answer: WebhookReceiver['answer'] }) {
  const queries = useQueryClient()
  const [status, setStatus] = useState<Typed>(answer.status)
  const [delayMs, setDelayMs] = useState<Typed>(answer.delayMs)
  const wanted = {
    answer: { status: status === '' ? Number.NaN : status, delayMs: delayMs === '' ? Number.NaN : delayMs },
  }
  const problems = problemsOf(Answer.safeParse(wanted))
  const dirty = status !== answer.status || delayMs !== answer.delayMs
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (problems.size > 0) return
    try {
      queries.setQueryData(engine.webhookReceiver.get.queryKey(), await client.webhookReceiver.put(wanted))
      say.done('The receiver answers so from now on')
    } catch (error) {
      fail('The answer was not changed', errorSentence(error))
    }
  }
  return (
    <form className={classes.answerForm} noValidate onSubmit={(event) => void save(event)}>
      <NumberBox label="Answers with" plain value={status} error={problems.get('answer.status')} onChange={setStatus} />
      <NumberBox label="After" unit="ms" value={delayMs} error={problems.get('answer.delayMs')} onChange={setDelayMs} />
      <Button type="submit" variant="default" size="sm" disabled={!dirty || problems.size > 0}>
        Apply
      </Button>
    </form>
  )
}
