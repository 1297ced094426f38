import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { useBarSlots } from './slots.ts'

/** Puts a part's search and primary action where every screen has them: into the bar on top. */
export function InTitleBar({ search, action }: { readonly search?: ReactNode; readonly action?: ReactNode }) {
  const slots = useBarSlots()
  return (
    <>
      {slots.search && search && createPortal(search, slots.search)}
      {slots.action && action && createPortal(action, slots.action)}
    </>
  )
}
