import { describe, expect, test } from 'vitest'
import { check, valueAt, withValue } from '../../../renderer/settings/draft.ts'
import { Settings } from '../../../shared/model/settings.ts'

const defaults = Settings.parse({})
const problemsOf = (path: string, value: unknown) => check(withValue(defaults, path, value)).problems

describe('the settings form', () => {
  test('the defaults are in order', () => {
    expect(check(defaults)).toEqual({ settings: defaults, problems: new Map() })
  })

  test('a changed value stands where it belongs, and the old settings stay as they were', () => {
    const changed = withValue(defaults, 'smtp.limits.recipients', 7)
    expect(valueAt(changed, 'smtp.limits.recipients')).toBe(7)
    expect(defaults.smtp.limits.recipients).toBe(1_000)
  })

  test('an emptied number is not taken for 0', () => {
    expect(problemsOf('smtp.port', '').get('smtp.port')).toBe('Write a whole number.')
  })

  test('values out of range get a sentence with the border', () => {
    expect(problemsOf('smtp.limits.failedLogins', 1).get('smtp.limits.failedLogins')).toBe('Write 3 or more.')
    expect(problemsOf('smtp.port', 70_000).get('smtp.port')).toMatch(/^Write 65.?535 or less\.$/)
    expect(problemsOf('smtp.host', '').get('smtp.host')).toBe('Write a host name or an address.')
  })

  test('a listener more cannot take the port of another one either', () => {
    const more = [
      { port: 0, security: 'starttls', profile: 'sandpost' },
      { port: defaults.smtp.tlsPort, security: 'tls', profile: 'sendgrid' },
    ]
    expect([...problemsOf('smtp.more', more).keys()]).toEqual(['smtp.more.1.port'])
  })

  test('two listeners cannot share a port, except the one that means any free one', () => {
    expect(problemsOf('smtp.tlsPort', defaults.smtp.port).get('smtp.tlsPort')).toContain('Choose another one.')
    expect(check(withValue(withValue(defaults, 'smtp.port', 0), 'smtp.tlsPort', 0)).problems.size).toBe(0)
  })
})
