import type { Manners } from '../../../shared/model/listenerManners.ts'
import type { Certainty, Profile, ProfileFact } from '../../../shared/model/manners.ts'

/** What a provider is known for: its behaviour as data, and the same facts for people. */
export interface Provider {
  readonly profile: Profile
  /** Null: our own. */
  readonly manners: Manners | null
}

type Row = readonly [what: string, value: string, certainty: Certainty, source: string]

/** Facts, a row each. */
export function facts(...rows: readonly Row[]): ProfileFact[] {
  return rows.map(([what, value, certainty, source]) => ({ what, value, certainty, source }))
}

/** "20 MB", in the larger of its two readings: an app that stays below the smaller one fits both. */
export const twentyMegabytes = 20 * 1024 * 1024
