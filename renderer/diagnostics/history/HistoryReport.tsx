import { Button, Loader } from '@mantine/core'
import { ArrowLeft } from 'lucide-react'
import { client, errorSentence, isNotFound } from '../../client.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { fail } from '../../ui/say.tsx'
import { useNarrow } from '../../ui/useNarrow.ts'
import { ReportView } from '../report/ReportView.tsx'
import { useDiagnosticsTab } from '../tab.ts'
import { useReport } from '../useReport.ts'
import { useStart } from '../useStart.ts'
import classes from './HistoryTab.module.css'

interface HistoryReportProps {
  readonly id: number
  readonly active: boolean
  readonly onClose: () => void
}

/** A report beside the list it was chosen from. */
export function HistoryReport({ id, active, onClose }: HistoryReportProps) {
  const report = useReport(active ? id : null)
  const narrow = useNarrow()
  const { start } = useStart()
  const { showReport } = useDiagnosticsTab()
  const again = async (depth: 'quick' | 'deep') => {
    if (!report.data) return
    const begun = await start({ ...report.data.question, depth })
    if (begun !== null) showReport(begun)
  }
  const stop = async () => {
    try {
      await client.diagnostics.cancel({ id })
    } catch (error) {
      fail('The diagnosis was not stopped', errorSentence(error))
    }
  }
  return (
    <div className={classes.report}>
      {narrow && (
        <Button className={classes.back} variant="subtle" leftSection={<ArrowLeft size={14} />} onClick={onClose}>
          All reports
        </Button>
      )}
      {report.data ? (
        <ReportView
          key={id}
          report={report.data}
          onStop={() => void stop()}
          onAgain={(depth) => void again(depth)}
          onGone={onClose}
        />
      ) : report.isError ? (
        <ErrorState
          title={isNotFound(report.error) ? 'This report is gone' : 'The report could not be opened'}
          message={errorSentence(report.error)}
        />
      ) : (
        <div role="status" aria-label="Loading the report">
          <Loader size="sm" color="gray" />
        </div>
      )}
    </div>
  )
}
