import { useState } from 'react'
import type { DiagnosisRequest } from '../../shared/model/diagnosis/question.ts'
import { client, errorSentence } from '../client.ts'
import { fail } from '../ui/say.tsx'

/** Begins a diagnosis. Gives its id; null when it could not begin, which is said. */
export function useStart() {
  const [starting, setStarting] = useState(false)
  const start = async (request: DiagnosisRequest): Promise<number | null> => {
    setStarting(true)
    try {
      const { id } = await client.diagnostics.start(request)
      return id
    } catch (error) {
      fail('The diagnosis did not begin', errorSentence(error))
      return null
    } finally {
      setStarting(false)
    }
  }
  return { start, starting }
}
