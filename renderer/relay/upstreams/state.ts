import { CircleCheck, CirclePause, OctagonAlert, type LucideIcon } from 'lucide-react'
import type { Upstream } from '../../../shared/model/upstream.ts'
import type { Tone } from '../words.ts'

interface StateWords {
  readonly icon: LucideIcon
  readonly word: string
  readonly tone: Tone
}

const problemWord: Readonly<Record<NonNullable<Upstream['problem']>['is'], string>> = {
  login: 'Login refused',
  tls: 'TLS problem',
  unreachable: 'Not reachable',
  busy: 'Slowed down',
}

/** Whether mail leaves through it now. */
export function stateOf({ paused, problem }: Upstream): StateWords {
  if (paused) return { icon: CirclePause, word: 'Paused', tone: 'plain' }
  if (problem === null) return { icon: CircleCheck, word: 'Ready', tone: 'green' }
  return { icon: OctagonAlert, word: problemWord[problem.is], tone: problem.is === 'busy' ? 'amber' : 'red' }
}
