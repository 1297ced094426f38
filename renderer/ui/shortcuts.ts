import { useEffect, useRef } from 'react'

/** Keys as a person reads them: `j`, `Shift+J`, `Delete`, `mod+k` (Ctrl or Cmd), or a sequence `g i`. */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>

const sequenceMilliseconds = 1_200
/** Of everything that listens now: a key that ends somebody's sequence is not another one's single key. */
const listening = new Set<{ readonly current: Shortcuts }>()
const isMac = /mac/i.test(navigator.platform)

/** `⌘K` or `Ctrl K`, for hints. */
export const modKey = isMac ? '⌘' : 'Ctrl'

/**
 * Runs shortcuts while the component is there. Keys typed into a field, into an open dialog or menu, or on a
 * control that uses them itself (Enter and Space on a button) are left alone, except those with `mod`.
 */
export function useShortcuts(shortcuts: Shortcuts, enabled = true): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => {
    if (!enabled) return
    let pending = ''
    let pendingSince = 0
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const key = nameOf(event)
      if (key === null) return
      if (!event.ctrlKey && !event.metaKey && belongsToControl(event)) return
      const sequence =
        pending !== '' && event.timeStamp - pendingSince < sequenceMilliseconds ? `${pending} ${key}` : key
      const endsSequence = sequence !== key && [...listening].some(({ current }) => sequence in current)
      const run = latest.current[sequence] ?? (endsSequence ? undefined : latest.current[key])
      pending = run ? '' : key
      pendingSince = event.timeStamp
      if (!run) return
      event.preventDefault()
      run(event)
    }
    listening.add(latest)
    window.addEventListener('keydown', onKeyDown)
    return () => {
      listening.delete(latest)
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [enabled])
}

function nameOf(event: KeyboardEvent): string | null {
  if (event.altKey || event.key === 'Shift' || event.key === 'Control' || event.key === 'Meta') return null
  if (event.ctrlKey || event.metaKey) return `${event.shiftKey ? 'shift+' : ''}mod+${event.key.toLowerCase()}`
  const special = event.key.length > 1
  return event.shiftKey && special ? `shift+${event.key}` : event.key
}

function belongsToControl(event: KeyboardEvent): boolean {
  const target = event.target
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]')) return true
  if (target.closest('[role=dialog], [role=menu], [role=listbox], [role=slider]')) return true
  if (target.closest('[role=separator], [role=tablist], [role=radiogroup]'))
    return /^(Arrow|Home|End| )/.test(event.key)
  return (event.key === 'Enter' || event.key === ' ') && target.closest('button, a, summary, input') !== null
}
