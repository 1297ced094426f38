import { useState } from 'react'
import { errorSentence } from '../../client.ts'

/** Something a dialog does: whether it is under way, and what went wrong. */
export function useTask() {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const run = async (work: () => Promise<void>) => {
    setBusy(true)
    setProblem('')
    try {
      await work()
    } catch (error) {
      setProblem(errorSentence(error))
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, run }
}
