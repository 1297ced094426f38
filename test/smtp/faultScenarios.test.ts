import { describe, expect, test } from 'vitest'
import { FaultScenario } from '../../shared/model/manners.ts'
import { notToday } from '../support/faults.ts'

describe('hostile scenarios are refused', () => {
  const fine = { id: 'x', name: 'Fine', faults: [{ stage: 'rcpt', effect: notToday }] }
  const withEffect = (effect: object, stage = 'rcpt') => ({ ...fine, faults: [{ stage, effect }] })

  test('a fine one is taken', () => {
    expect(FaultScenario.parse(fine)).toMatchObject({ active: false, ports: [], faults: [{ percent: 100 }] })
  })

  test.each([
    ['a line break in a reply', withEffect({ ...notToday, text: 'No\r\n250 Yes' })],
    ['a bare CR in a reply', withEffect({ ...notToday, text: 'No\r250 Yes' })],
    ['NUL in a reply', withEffect({ ...notToday, text: 'No\u0000' })],
    ['an empty reply', withEffect({ ...notToday, text: '  ' })],
    ['a reply that is none', withEffect({ ...notToday, code: 250 })],
    ['an enhanced code with a line break', withEffect({ ...notToday, enhancedCode: '4.7.9\r\n2' })],
    ['a line break in the name', { ...fine, name: 'a\nb' }],
    ['a line break in the pattern', { ...fine, faults: [{ stage: 'rcpt', effect: notToday, recipient: 'a\r\nb' }] }],
    [
      'a pattern where no recipient is known',
      { ...fine, faults: [{ stage: 'ehlo', effect: notToday, recipient: '*' }] },
    ],
    ['a delay without end', withEffect({ is: 'delay', milliseconds: 1e12 })],
    ['a percentage above all', { ...fine, faults: [{ stage: 'rcpt', effect: notToday, percent: 101 }] }],
    ['greylisting at MAIL', withEffect({ is: 'greylist', seconds: 5 }, 'mail')],
    ['a quota at RCPT', withEffect({ is: 'quota', messages: 5 })],
    ['a TLS failure at DATA', withEffect({ is: 'tlsFailure' }, 'data')],
    ['a thousand faults', { ...fine, faults: Array.from({ length: 1_000 }, () => fine.faults[0]) }],
  ])('%s', (_, hostile) => {
    expect(FaultScenario.safeParse(hostile).success).toBe(false)
  })
})
