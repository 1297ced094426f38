import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { HeartPulse } from 'lucide-react'
import { useState } from 'react'
import { DiagnosisRequest } from '../../shared/model/diagnosis/question.ts'
import { client, engine, errorSentence } from '../client.ts'
import { fail } from '../ui/say.tsx'
import { useShortcuts } from '../ui/shortcuts.ts'
import { Listeners } from './Listeners.tsx'
import page from './page.module.css'
import { ReportView } from './report/ReportView.tsx'
import { useReport } from './useReport.ts'
import { useStart } from './useStart.ts'

/** Our own listeners, as apps on this machine, in containers and on other machines see them. */
export function SelfTab({ active }: { active: boolean }) {
  const recent = useQuery(engine.diagnostics.list.queryOptions({ input: { limit: 100 }, enabled: active }))
  const [asked, setAsked] = useState<number | null>(null)
  const [closed, setClosed] = useState<number | null>(null)
  const last = recent.data?.items.find(({ self, id }) => self && id !== closed)?.id ?? null
  const id = asked ?? last
  const report = useReport(active ? id : null)
  const { start, starting } = useStart()
  const check = async () => {
    const begun = await start(DiagnosisRequest.parse({ self: true }))
    if (begun !== null) setAsked(begun)
  }
  const stop = async () => {
    if (id === null) return
    try {
      await client.diagnostics.cancel({ id })
    } catch (error) {
      fail('The check was not stopped', errorSentence(error))
    }
  }
  useShortcuts({ Escape: () => report.data?.state === 'running' && void stop() }, active)
  return (
    <div className={page.scroll}>
      <div className={page.page}>
        <div className={page.line}>
          <header className={`${page.head} ${page.grow}`}>
            <h2>This Sandpost</h2>
            <p>
              Can an app reach the listeners, from this machine, from a container, from another machine? They are asked
              like any server, over real connections.
            </p>
          </header>
          <Button
            leftSection={<HeartPulse size={14} />}
            loading={starting}
            disabled={report.data?.state === 'running'}
            onClick={() => void check()}
          >
            Check our own listeners
          </Button>
        </div>
        {id === null && !recent.isPending && <Listeners />}
        {report.data && (
          <ReportView
            key={id}
            report={report.data}
            onStop={() => void stop()}
            onAgain={() => void check()}
            onGone={() => {
              setClosed(id)
              setAsked(null)
            }}
          />
        )}
      </div>
    </div>
  )
}
