import { describe, expect, test } from 'vitest'
import { everything, extended, nothingSelected, pruned, toggled } from '../../../renderer/inbox/selection.ts'

const list = [5, 4, 3, 2, 1]
const idsOf = (selection: { ids: ReadonlySet<number> }) => [...selection.ids].sort((one, other) => one - other)

describe('selection', () => {
  test('ctrl-click adds and takes away', () => {
    const two = toggled(toggled(nothingSelected, 5), 2)
    expect(idsOf(two)).toEqual([2, 5])
    expect(idsOf(toggled(two, 5))).toEqual([2])
  })

  test('shift-click selects from the last one clicked, and shrinks again from the same end', () => {
    const wide = extended(toggled(nothingSelected, 4), list, null, 1)
    expect(idsOf(wide)).toEqual([1, 2, 3, 4])
    expect(idsOf(extended(wide, list, null, 3))).toEqual([3, 4])
    expect(idsOf(extended(wide, list, null, 5))).toEqual([4, 5])
  })

  test('shift-click without anything selected starts at the cursor', () => {
    expect(idsOf(extended(nothingSelected, list, 3, 5))).toEqual([3, 4, 5])
  })

  test('an anchor that was deleted meanwhile gives way to the cursor', () => {
    const selection = { ids: new Set([9]), anchor: 9 }
    expect(idsOf(extended(selection, list, 2, 1))).toEqual([1, 2])
  })

  test('what leaves the list leaves the selection', () => {
    const all = everything(list)
    expect(idsOf(pruned(all, [4, 2]))).toEqual([2, 4])
    expect(pruned(all, list)).toBe(all)
  })
})
