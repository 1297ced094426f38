import { CircleAlert, CircleCheck, CircleDashed, CircleHelp, Info, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { Cell, Finding, Verdict } from '../../../shared/model/diagnosis/report.ts'
import classes from './Mark.module.css'

type Tone = Cell['tone'] | 'info'

const icons = {
  good: CircleCheck,
  warning: TriangleAlert,
  problem: CircleAlert,
  unknown: CircleHelp,
  running: LoaderCircle,
  waiting: CircleDashed,
  info: Info,
} as const

/** The icon of a meaning; the words stand beside it. */
export function Mark({ tone, size = 14 }: { readonly tone: Tone; readonly size?: number }) {
  const Icon = icons[tone]
  return <Icon size={size} strokeWidth={2} aria-hidden className={classes.mark} data-tone={tone} />
}

export const toneOfVerdict: Readonly<Record<Verdict['is'], Tone>> = {
  works: 'good',
  worksBut: 'warning',
  doesNotWork: 'problem',
  couldNotCheck: 'unknown',
}

export const toneOfSeverity: Readonly<Record<Finding['severity'], Tone>> = {
  problem: 'problem',
  warning: 'warning',
  info: 'info',
  good: 'good',
}
