import { Button, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Rows4, Square } from 'lucide-react'
import { useState } from 'react'
import { engine } from '../../client.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import page from '../page.module.css'
import { Scroll } from '../report/Scroll.tsx'
import tables from '../report/tables.module.css'
import { CandidateRow } from './CandidateRow.tsx'
import classes from './SideBySideTab.module.css'
import { useSideBySide, type Candidate } from './useSideBySide.ts'

const ports = [587, 465, 2525, 25] as const

/** Which provider can be reached from here: all of them at once. */
export function SideBySideTab({ active }: { active: boolean }) {
  const presets = useQuery(engine.upstreams.presets.queryOptions({ staleTime: Infinity }))
  const upstreams = useQuery(engine.upstreams.list.queryOptions())
  const [all, setAll] = useState(false)
  const { runs, running, begin, stop } = useSideBySide()
  const candidates: Candidate[] = [
    ...(upstreams.data ?? []).map(({ id, name, host }) => ({
      key: id,
      name: `${name} (upstream)`,
      host,
      upstreamId: id,
    })),
    ...(presets.data ?? [])
      .filter(({ featured, host }) => host !== '' && (all || featured))
      .map(({ id, name, host }) => ({ key: id, name, host, upstreamId: null })),
  ]
  useShortcuts({ Escape: () => running && stop() }, active)
  return (
    <div className={page.scroll}>
      <div className={page.page}>
        <div className={page.line}>
          <header className={`${page.head} ${page.grow}`}>
            <h2>Which provider can I reach from here?</h2>
            <p>
              Each is asked on every port that takes mail from apps, with a few connections, two servers at a time. No
              login is tried.
            </p>
          </header>
          <Switch
            label="All known providers"
            checked={all}
            disabled={running}
            onChange={(event) => setAll(event.currentTarget.checked)}
          />
          {running ? (
            <Button variant="default" leftSection={<Square size={12} />} rightSection={<kbd>Esc</kbd>} onClick={stop}>
              Stop
            </Button>
          ) : (
            <Button
              leftSection={<Rows4 size={14} />}
              disabled={candidates.length === 0}
              onClick={() => void begin(candidates)}
            >
              Try them all
            </Button>
          )}
        </div>
        <Scroll label="Providers" className={classes.frame}>
          <table className={`${tables.table} ${classes.table}`}>
            <caption className="visuallyHidden">Providers and what was reached of each</caption>
            <thead>
              <tr>
                <th scope="col">Provider</th>
                <th scope="col">Answer</th>
                {ports.map((port) => (
                  <th key={port} scope="col">
                    {port}
                  </th>
                ))}
                <th scope="col" className={tables.number}>
                  Time
                </th>
                <th scope="col">
                  <span className="visuallyHidden">Report</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {candidates.map((candidate) => (
                <CandidateRow
                  key={candidate.key}
                  candidate={candidate}
                  run={runs.get(candidate.key)}
                  ports={ports}
                  active={active}
                />
              ))}
            </tbody>
          </table>
        </Scroll>
      </div>
    </div>
  )
}
