import { Button, Modal, NativeSelect } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DiagnosisQuestion } from '../../../shared/model/diagnosis/question.ts'
import { client, engine, errorSentence } from '../../client.ts'
import dialogs from '../../ui/dialogs.module.css'
import { say } from '../../ui/say.tsx'
import { subjectOf } from '../words.ts'
import { intervals } from './intervals.ts'

/** Asks how often a question is to be repeated. */
export function WatchDialog({
  question,
  onClose,
}: {
  readonly question: DiagnosisQuestion
  readonly onClose: () => void
}) {
  const queries = useQueryClient()
  const [every, setEvery] = useState(15)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const begin = async () => {
    setBusy(true)
    try {
      await client.watches.create({ question, everyMinutes: every })
      await queries.invalidateQueries({ queryKey: engine.watches.list.key() })
      say.done(`Watching ${subjectOf(question, question.host)}`)
      onClose()
    } catch (error) {
      setProblem(errorSentence(error))
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title="Ask this again and again">
      <div className={dialogs.form}>
        <p className={dialogs.text}>
          Sandpost asks {subjectOf(question, question.host)} the same question while it runs, and tells you when the
          answer changes.
          {question.tryLogin && question.upstreamId === null && ' No login is tried: passwords are not kept.'}
        </p>
        <NativeSelect
          label="How often"
          value={String(every)}
          data={intervals.map(({ minutes, word }) => ({ value: String(minutes), label: word }))}
          onChange={(event) => setEvery(Number(event.currentTarget.value))}
        />
        <footer className={dialogs.foot}>
          <span role="alert" className={dialogs.problem}>
            {problem}
          </span>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={busy} onClick={() => void begin()}>
            Watch
          </Button>
        </footer>
      </div>
    </Modal>
  )
}
