import { UnstyledButton } from '@mantine/core'
import { useRef, useState, type KeyboardEvent } from 'react'
import type { Endpoint, Stage } from '../../../shared/model/diagnosis/observation.ts'
import type { Cell } from '../../../shared/model/diagnosis/report.ts'
import { Chip } from '../../ui/Chip.tsx'
import { endpointName, stageWords, toneWords } from '../words.ts'
import { Mark } from './Mark.tsx'
import classes from './Matrix.module.css'
import { columnsOf, nextPlace, type Place } from './matrixPlaces.ts'
import { Section } from './Section.tsx'
import { StageTime } from './StageList.tsx'

interface MatrixProps {
  readonly endpoints: readonly Endpoint[]
  readonly cells: readonly Cell[]
  /** The endpoint whose evidence is shown. */
  readonly shown: string | null
  readonly onOpen: (endpoint: string, stage: Stage | null) => void
}

/** Every port of every address at every stage. One stop for Tab; arrow keys move within, Enter opens the evidence. */
export function Matrix({ endpoints, cells, shown, onOpen }: MatrixProps) {
  const table = useRef<HTMLTableElement>(null)
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 })
  const columns = columnsOf(cells)
  if (endpoints.length === 0 || columns.length === 0) return null
  const size = { rows: endpoints.length, columns: columns.length + 1 }
  const at = { row: Math.min(place.row, size.rows - 1), column: Math.min(place.column, size.columns - 1) }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextPlace(at, event.key, size)
    if (!next) return
    event.preventDefault()
    setPlace(next)
    table.current?.querySelector<HTMLElement>(`[data-place="${next.row},${next.column}"]`)?.focus()
  }
  const stop = (row: number, column: number) => ({
    tabIndex: at.row === row && at.column === column ? 0 : -1,
    'data-place': `${row},${column}`,
    onFocus: () => setPlace({ row, column }),
  })
  return (
    <Section title="Ports and stages">
      <div className={classes.scroll}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrow keys move between its buttons */}
        <table ref={table} className={classes.table} onKeyDown={onKeyDown}>
          <caption className="visuallyHidden">
            What each port did at each stage. Arrow keys move between fields, Enter shows the evidence.
          </caption>
          <thead>
            <tr>
              <th scope="col">Address and port</th>
              {columns.map((stage) => (
                <th key={stage} scope="col">
                  {stageWords[stage]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {endpoints.map((endpoint, row) => (
              <tr
                key={endpoint.id}
                data-shown={endpoint.id === shown || undefined}
                data-elsewhere={endpoint.elsewhere || undefined}
              >
                <th scope="row">
                  <UnstyledButton
                    className={classes.endpoint}
                    {...stop(row, 0)}
                    onClick={() => onOpen(endpoint.id, null)}
                  >
                    <span className={classes.port}>{endpoint.port}</span>
                    <span className={classes.address} title={endpointName(endpoint)}>
                      {endpoint.address}
                    </span>
                    {endpoint.elsewhere && <Chip tone="plain">also tried</Chip>}
                  </UnstyledButton>
                </th>
                {columns.map((stage, index) => (
                  <td key={stage}>
                    <Field
                      cell={cells.find((one) => one.endpoint === endpoint.id && one.stage === stage)}
                      stop={stop(row, index + 1)}
                      onOpen={() => onOpen(endpoint.id, stage)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

interface FieldProps {
  readonly cell: Cell | undefined
  readonly stop: object
  readonly onOpen: () => void
}

function Field({ cell, stop, onOpen }: FieldProps) {
  return (
    <UnstyledButton className={classes.cell} data-tone={cell?.tone ?? 'waiting'} {...stop} onClick={onOpen}>
      <Mark tone={cell?.tone ?? 'waiting'} size={13} />
      <span className={classes.words}>
        <span className="visuallyHidden">{toneWords[cell?.tone ?? 'waiting']}: </span>
        {cell?.words ?? 'not run'}
      </span>
      {cell && (cell.milliseconds !== null || cell.tone === 'running') && (
        <span className={classes.time}>
          <StageTime running={cell.tone === 'running'} milliseconds={cell.milliseconds} />
        </span>
      )}
    </UnstyledButton>
  )
}
