import type { Stage } from '../../../shared/model/diagnosis/observation.ts'
import type { Cell } from '../../../shared/model/diagnosis/report.ts'
import { stages } from '../words.ts'

/** A field of the matrix: column 0 is the name of the row. */
export interface Place {
  readonly row: number
  readonly column: number
}

/** Asked for by nobody, mostly: then they say nothing in a column of their own. */
const onWish = new Set<Stage>(['name', 'login', 'dryRun', 'deep'])

/** Stages that anything is told of, in their order. */
export function columnsOf(cells: readonly Cell[]): Stage[] {
  const told = new Set(
    cells.filter(({ stage, words }) => !onWish.has(stage) || words !== 'not run').map(({ stage }) => stage),
  )
  return stages.filter((stage) => told.has(stage))
}

/** Where a key leads; null when the key means nothing here. */
export function nextPlace(
  at: Place,
  key: string,
  size: { readonly rows: number; readonly columns: number },
): Place | null {
  const { row, column } = at
  const lastRow = size.rows - 1
  const lastColumn = size.columns - 1
  switch (key) {
    case 'ArrowRight':
      return { row, column: Math.min(lastColumn, column + 1) }
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) }
    case 'ArrowDown':
      return { row: Math.min(lastRow, row + 1), column }
    case 'ArrowUp':
      return { row: Math.max(0, row - 1), column }
    case 'Home':
      return { row, column: 0 }
    case 'End':
      return { row, column: lastColumn }
    default:
      return null
  }
}
