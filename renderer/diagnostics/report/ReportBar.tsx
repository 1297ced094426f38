import { ActionIcon, Button, Menu, Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Download, Ellipsis, Eye, GitCompareArrows, RotateCw, Share2, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Report } from '../../../shared/model/diagnosis/report.ts'
import { client, engine, errorSentence } from '../../client.ts'
import { exactTime, relativeTime, duration } from '../../ui/format.ts'
import { fail, say } from '../../ui/say.tsx'
import { useNow } from '../../ui/useNow.ts'
import { ComparisonOf } from '../history/Comparison.tsx'
import { WatchDialog } from '../watches/WatchDialog.tsx'
import { useElapsed } from '../useElapsed.ts'
import { subjectOf } from '../words.ts'
import { fileFormats, saveReport } from './files.ts'
import classes from './ReportBar.module.css'

interface ReportBarProps {
  readonly report: Report
  readonly onAgain: (depth: 'quick' | 'deep') => void
  readonly onGone: () => void
}

/** What was asked and when, and what can be done with the report. */
export function ReportBar({ report, onAgain, onGone }: ReportBarProps) {
  const { id, question, observations, startedAt, milliseconds, state } = report
  const now = useNow()
  const elapsed = useElapsed(state === 'running', milliseconds, startedAt)
  const queries = useQueryClient()
  const [dialog, setDialog] = useState<'compare' | 'watch' | null>(null)
  const running = state === 'running'
  const remove = async () => {
    if (id === null) return
    try {
      await client.diagnostics.remove({ id })
      onGone()
      queries.removeQueries({ queryKey: engine.diagnostics.get.key({ input: { id } }) })
      say.done('Report deleted')
    } catch (error) {
      fail('The report was not deleted', errorSentence(error))
    }
  }
  return (
    <header className={classes.bar}>
      <h2 className={classes.title}>
        {subjectOf(question, observations.host)}
        {question.ports.length > 0 && (
          <span className={classes.soft}>
            {question.ports.length === 1 ? ', port ' : ', ports '}
            {question.ports.join(', ')}
          </span>
        )}
        {question.depth === 'deep' && <span className={classes.soft}>, deep</span>}
      </h2>
      <p className={classes.when}>
        <time dateTime={startedAt} title={exactTime(startedAt)}>
          {relativeTime(startedAt, now)}
        </time>{' '}
        · {duration(state === 'running' ? Math.floor(elapsed / 100) * 100 : milliseconds)}
      </p>
      {!running && (
        <div className={classes.actions}>
          <Button
            variant="default"
            leftSection={<RotateCw size={13} />}
            onClick={() => onAgain(question.depth === 'deep' ? 'deep' : 'quick')}
          >
            Again
          </Button>
          {id !== null && (
            <>
              <FileMenu id={id} share={false} />
              <FileMenu id={id} share />
              <Menu position="bottom-end">
                <Menu.Target>
                  <ActionIcon variant="default" size={30} aria-label="More about this report">
                    <Ellipsis size={15} />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item leftSection={<GitCompareArrows size={14} />} onClick={() => setDialog('compare')}>
                    Compare with the last that worked
                  </Menu.Item>
                  <Menu.Item leftSection={<Eye size={14} />} onClick={() => setDialog('watch')}>
                    Watch: ask this again and again…
                  </Menu.Item>
                  <Menu.Divider />
                  <Menu.Item leftSection={<Trash2 size={14} />} color="red" onClick={() => void remove()}>
                    Delete this report
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            </>
          )}
        </div>
      )}
      {dialog === 'compare' && id !== null && (
        <Modal opened onClose={() => setDialog(null)} title="What changed" size="lg">
          <ComparisonOf id={id} />
        </Modal>
      )}
      {dialog === 'watch' && <WatchDialog question={question} onClose={() => setDialog(null)} />}
    </header>
  )
}

function FileMenu({ id, share }: { readonly id: number; readonly share: boolean }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={share ? <Share2 size={13} /> : <Download size={13} />}>
          {share ? 'Share' : 'Save'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {share && <Menu.Label>Without host names, addresses and user names</Menu.Label>}
        {fileFormats.map(({ format, word }) => (
          <Menu.Item key={format} onClick={() => void saveReport(id, format, share)}>
            {word}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
