import { createContext, useContext } from 'react'

/** Places in the title bar that belong to whichever part of the screen is shown. */
export interface BarSlots {
  readonly search: HTMLElement | null
  readonly action: HTMLElement | null
}

export const BarSlotsContext = createContext<BarSlots>({ search: null, action: null })

export function useBarSlots(): BarSlots {
  return useContext(BarSlotsContext)
}
