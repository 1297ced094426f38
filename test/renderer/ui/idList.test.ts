import { describe, expect, test } from 'vitest'
import { neighbourAfterRemoval, positionOf, withAdded, withoutIds } from '../../../renderer/ui/idList.ts'

describe('ids of the list, newest first', () => {
  test('new ones stand in front, newest first, each once', () => {
    expect(withAdded([5, 3], [6, 8, 6])).toEqual([8, 6, 5, 3])
  })

  test('restored ones go back to where they were', () => {
    expect(withAdded([9, 5, 1], [7, 3])).toEqual([9, 7, 5, 3, 1])
  })

  test('those already there change nothing, not even the array', () => {
    const ids = [3, 2, 1]
    expect(withAdded(ids, [2])).toBe(ids)
    expect(withoutIds(ids, new Set([7]))).toBe(ids)
  })

  test('every place is found, and what is missing is not', () => {
    const ids = Array.from({ length: 1_001 }, (_, index) => 2_000 - index * 2)
    expect(ids.map((id) => positionOf(ids, id))).toEqual(ids.map((_, index) => index))
    expect(positionOf(ids, 1_999)).toBe(-1)
    expect(positionOf([], 1)).toBe(-1)
  })

  test('after a deletion the next older message takes the place, else the next newer', () => {
    const ids = [5, 4, 3, 2, 1]
    expect(neighbourAfterRemoval(ids, 4, new Set([4, 3]))).toBe(2)
    expect(neighbourAfterRemoval(ids, 1, new Set([1, 2]))).toBe(3)
    expect(neighbourAfterRemoval(ids, 3, new Set(ids))).toBeNull()
  })
})
