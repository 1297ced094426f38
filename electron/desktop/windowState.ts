import type { Rectangle } from 'electron'
import type { WindowState } from './preferences.ts'

export const smallest = { width: 640, height: 480 }
const usual = { width: 1_280, height: 820 }
/** So much of the window must be on a screen to take hold of it. */
const graspable = { width: 120, height: 60 }

export type Placement = { readonly width: number; readonly height: number } | Rectangle

/**
 * Where to put the window: where it was, unless the screen it was on is gone; then the same size, centred on the
 * main screen, which comes first. Areas are the screens' work areas.
 */
export function placeWindow(saved: WindowState | null, areas: readonly [Rectangle, ...Rectangle[]]): Placement {
  const size = fit(saved ?? usual, areas[0])
  if (!saved) return size
  const bounds = { x: saved.x, y: saved.y, width: saved.width, height: saved.height }
  return areas.some((area) => canBeGrasped(bounds, area)) ? bounds : size
}

function fit(size: { width: number; height: number }, area: Rectangle): { width: number; height: number } {
  return {
    width: Math.max(smallest.width, Math.min(size.width, area.width)),
    height: Math.max(smallest.height, Math.min(size.height, area.height)),
  }
}

/** The title bar is what one takes hold of, so the top edge must be on the screen too. */
function canBeGrasped(window: Rectangle, area: Rectangle): boolean {
  const across = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  const below = area.y + area.height - window.y
  return across >= graspable.width && below >= graspable.height && window.y >= area.y - graspable.height / 2
}
