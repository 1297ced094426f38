import type { Endpoint, Stage } from '../../../shared/model/diagnosis/observation.ts'

/** A stage's time, in milliseconds since the first stage of its endpoint began. */
export interface Span {
  readonly stage: Stage
  readonly start: number
  readonly end: number
}

/** Stages that took time, one after the other, as they ran. */
export function spansOf({ stages }: Pick<Endpoint, 'stages'>): Span[] {
  const spans: Span[] = []
  let at = 0
  for (const { stage, milliseconds } of stages) {
    if (milliseconds === null || milliseconds <= 0) continue
    spans.push({ stage, start: at, end: at + milliseconds })
    at += milliseconds
  }
  return spans
}

/** The one that took most of the time; null when there is none. */
export function slowestOf(spans: readonly Span[]): Span | null {
  return spans.toSorted((one, other) => other.end - other.start - (one.end - one.start))[0] ?? null
}
