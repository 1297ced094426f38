import { expect, test } from 'vitest'
import { addressesFrom, addressesIn, problemWith } from '../../../renderer/inbox/release/addresses.ts'

test('addresses are found in what people paste', () => {
  expect(addressesFrom('Ann <ann@example.com>, bob@example.com;\n carl@example.com')).toEqual([
    'ann@example.com',
    'bob@example.com',
    'carl@example.com',
  ])
  expect(addressesFrom(' , ;\n')).toEqual([])
})

test('a recipient named twice in the envelope gets it once', () => {
  expect(addressesIn([{ address: 'a@x.test' }, { address: 'a@x.test' }, { address: 'b@x.test' }])).toEqual([
    'a@x.test',
    'b@x.test',
  ])
})

test('what is no address is said by name; a line break in one is none', () => {
  expect(problemWith(['ann@example.com', 'ann'], true)).toContain('“ann”')
  expect(problemWith(['ann@example.com\r\nRCPT TO:<eve@example.com>'], true)).toContain('is not an address')
  expect(problemWith(['<ann@example.com>'], true)).toContain('is not an address')
  expect(problemWith([], true)).toBe('Write at least one address.')
  expect(problemWith([], false)).toBeNull()
  expect(problemWith(['zoë@bücher.example'], true)).toBeNull()
})
