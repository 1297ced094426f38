import { useCallback } from 'react'
import { goTo, open } from '../shell/route.ts'
import { useStored } from '../ui/useStored.ts'

export type DiagnosticsTab = 'server' | 'domain' | 'sideBySide' | 'self' | 'history' | 'watches'

interface TabEntry {
  readonly name: DiagnosticsTab
  readonly word: string
  /** In the command palette. */
  readonly command: string
}

/** The parts of the Diagnostics screen, in order. */
export const diagnosticsTabs: readonly TabEntry[] = [
  { name: 'server', word: 'Server', command: 'Diagnose a server' },
  { name: 'domain', word: 'Sending domain', command: 'Look at a sending domain' },
  { name: 'sideBySide', word: 'Side by side', command: 'Which providers can be reached from here' },
  { name: 'self', word: 'This Sandpost', command: 'Check our own listeners' },
  { name: 'history', word: 'History', command: 'Earlier diagnoses' },
  { name: 'watches', word: 'Watches', command: 'Diagnoses that are repeated' },
]

/** Which part is shown, remembered; and ways to it from anywhere. */
export function useDiagnosticsTab() {
  const [stored, setTab] = useStored<string>('diagnostics.tab', 'server')
  const tab = diagnosticsTabs.find(({ name }) => name === stored)?.name ?? 'server'
  const show = useCallback(
    (name: DiagnosticsTab) => {
      setTab(name)
      goTo('diagnostics')
    },
    [setTab],
  )
  /** Shows a report below the question that led to it. */
  const showReport = useCallback(
    (id: number) => {
      setTab('server')
      open('diagnostics', id)
    },
    [setTab],
  )
  return { tab, setTab: setTab as (name: DiagnosticsTab) => void, show, showReport }
}
