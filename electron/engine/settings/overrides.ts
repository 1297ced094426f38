import { isDeepStrictEqual } from 'node:util'
import type { Settings } from '../../../shared/model/settings.ts'
import type { EngineOptions } from '../options.ts'

export type Overrides = EngineOptions['overrides']

/** Where each value given on the command line stands in the settings. */
const places = {
  smtpHost: ['smtp', 'host'],
  smtpPort: ['smtp', 'port'],
  tlsPort: ['smtp', 'tlsPort'],
  login: ['smtp', 'login'],
  profile: ['smtp', 'profile'],
  httpHost: ['http', 'host'],
  httpPort: ['http', 'port'],
  httpNames: ['http', 'names'],
} as const satisfies Record<keyof Overrides, readonly [keyof Settings, string]>

type Group = Record<string, unknown>

/** The settings in force: what is stored, with the command line's values on top. */
export function withOverrides(stored: Settings, overrides: Overrides): Settings {
  const settings = structuredClone(stored)
  for (const [name, value] of entries(overrides)) {
    const [group, key] = places[name]
    ;(settings[group] as Group)[key] = value
  }
  return settings
}

/**
 * What to store when somebody saves the settings they were shown: a value that still is the command line's is not
 * theirs and stays unstored; one they changed is stored, and the command line no longer speaks for it.
 */
export function withoutOverrides(
  saved: Settings,
  stored: Settings,
  overrides: Overrides,
): { stored: Settings; overrides: Overrides } {
  const result = structuredClone(saved)
  const left: Record<string, unknown> = {}
  for (const [name, value] of entries(overrides)) {
    const [group, key] = places[name]
    if (!isDeepStrictEqual((saved[group] as Group)[key], value)) continue
    ;(result[group] as Group)[key] = (stored[group] as Group)[key]
    left[name] = value
  }
  return { stored: result, overrides: left }
}

function entries(overrides: Overrides): [keyof Overrides, unknown][] {
  return (Object.entries(overrides) as [keyof Overrides, unknown][]).filter(([, value]) => value !== undefined)
}
