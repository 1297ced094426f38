import { positionOf, type IdList } from '../ui/idList.ts'

/** What is selected for an action on many, and the end that a shift-click extends from. */
export interface Selection {
  readonly ids: ReadonlySet<number>
  readonly anchor: number | null
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null }

/** Adds or takes away one row. */
export function toggled(selection: Selection, id: number): Selection {
  const ids = new Set(selection.ids)
  if (!ids.delete(id)) ids.add(id)
  return { ids, anchor: id }
}

/** Selects everything between the anchor (or, without one, `from`) and a row, both included. */
export function extended(selection: Selection, list: IdList, from: number | null, to: number): Selection {
  const anchor =
    selection.anchor !== null && positionOf(list, selection.anchor) !== -1 ? selection.anchor : (from ?? to)
  const start = positionOf(list, anchor)
  const end = positionOf(list, to)
  if (start === -1 || end === -1) return toggled(nothingSelected, to)
  return { ids: new Set(list.slice(Math.min(start, end), Math.max(start, end) + 1)), anchor }
}

/** Everything found. */
export function everything(list: IdList): Selection {
  return { ids: new Set(list), anchor: list[0] ?? null }
}

/** Drops what is not in the list any more; the same object when nothing was dropped. */
export function pruned(selection: Selection, list: IdList): Selection {
  if (selection.ids.size === 0) return selection
  const ids = [...selection.ids].filter((id) => positionOf(list, id) !== -1)
  return ids.length === selection.ids.size ? selection : { ...selection, ids: new Set(ids) }
}
