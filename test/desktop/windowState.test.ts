import { describe, expect, test } from 'vitest'
import { placeWindow } from '../../electron/desktop/windowState.ts'

const main = { x: 0, y: 25, width: 1_920, height: 1_055 }
const left = { x: -2_560, y: 0, width: 2_560, height: 1_440 }
const saved = { x: 300, y: 200, width: 1_000, height: 700, maximised: false }

describe('where the window opens', () => {
  test('the first time: the usual size, centred by the system', () => {
    expect(placeWindow(null, [main])).toEqual({ width: 1_280, height: 820 })
  })

  test('later: where it was', () => {
    expect(placeWindow(saved, [main])).toEqual({ x: 300, y: 200, width: 1_000, height: 700 })
  })

  test('on a second screen, also one left of the main screen', () => {
    const there = { ...saved, x: -2_000 }
    expect(placeWindow(there, [main, left])).toMatchObject({ x: -2_000, y: 200 })
  })

  test('a screen that is gone: the same size, on the main screen', () => {
    expect(placeWindow({ ...saved, x: -2_000 }, [main])).toEqual({ width: 1_000, height: 700 })
  })

  test('larger than the screen that is left: as large as that', () => {
    const huge = { ...saved, x: 5_000, width: 4_000, height: 3_000 }
    expect(placeWindow(huge, [main])).toEqual({ width: 1_920, height: 1_055 })
  })

  test('partly over an edge, but with enough to take hold of: stays', () => {
    expect(placeWindow({ ...saved, x: 1_700 }, [main])).toMatchObject({ x: 1_700 })
  })

  test('a title bar above or below what can be seen: comes back', () => {
    expect(placeWindow({ ...saved, y: -400 }, [main])).not.toHaveProperty('y')
    expect(placeWindow({ ...saved, y: 1_070 }, [main])).not.toHaveProperty('y')
  })
})
