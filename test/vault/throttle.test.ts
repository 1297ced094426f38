import { expect, test } from 'vitest'
import { Throttle } from '../../electron/engine/throttle.ts'

test('the third failure of an address and those after it wait twice as long each, up to five seconds', () => {
  const throttle = new Throttle(() => 0)
  const waits = Array.from({ length: 9 }, () => throttle.failed('192.0.2.1'))
  expect(waits).toEqual([60, 60, 250, 500, 1_000, 2_000, 4_000, 5_000, 5_000])
  expect(throttle.failed('192.0.2.2')).toBe(60)
})

test('ten minutes without a failure, or a success, and it is forgotten', () => {
  let now = 0
  const throttle = new Throttle(() => now)
  const fail = (times: number) => Array.from({ length: times }, () => throttle.failed('192.0.2.1')).at(-1)
  expect(fail(3)).toBe(250)
  now += 10 * 60_000
  expect(fail(1)).toBe(60)
  expect(fail(2)).toBe(250)
  throttle.succeeded('192.0.2.1')
  expect(fail(1)).toBe(60)
})

test('an attacker with a whole network cannot fill the memory: the addresses seen longest ago are forgotten', () => {
  const throttle = new Throttle(() => 0)
  for (let n = 0; n < 3; n += 1) throttle.failed('first')
  for (let n = 0; n < 10_000; n += 1) throttle.failed(`2001:db8::${n.toString(16)}`)
  expect(throttle.failed('first')).toBe(60)
})
