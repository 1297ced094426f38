import { describe, expect, test } from 'vitest'
import { duplicated, moved, newRoute } from '../../../renderer/relay/routes/order.ts'
import { asked } from '../../../renderer/relay/routes/question.ts'
import { actionInWords, conditionsOf } from '../../../renderer/relay/routes/words.ts'
import { Routing } from '../../../shared/model/routing.ts'

const route = newRoute('r1', { is: 'relay', upstreamId: 'u1' })

describe('the order of routes', () => {
  test('one is moved, and never out of the list', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
    expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b'])
  })

  test('a copy stands after the original and shares nothing with it', () => {
    const named = { ...route, name: 'Shop' }
    const [first, second] = duplicated([named], 0, 'r2')
    expect(second).toMatchObject({ id: 'r2', name: 'Shop (copy)', action: named.action })
    expect(second?.conditions).not.toBe(first?.conditions)
  })

  test('a new route is one the contract takes', () => {
    expect(Routing.safeParse({ routes: [route] }).success).toBe(true)
  })
})

describe('routes in words', () => {
  const names = { credentials: new Map(), upstreams: [] }

  test('a condition on what was removed says so', () => {
    const conditions = { ...route.conditions, credentialIds: ['gone'], header: { name: 'X-Campaign', value: '*' } }
    expect(conditionsOf({ ...route, conditions }, names)).toEqual([
      { about: 'sent by', is: 'a removed credential' },
      { about: 'header X-Campaign', is: 'any' },
    ])
    expect(actionInWords(route.action, names)).toBe('capture only: its upstream is missing')
  })

  test('a refusal is given as the client will see it', () => {
    expect(actionInWords({ is: 'reject', code: 550, enhancedCode: null, text: 'No' }, names)).toBe('refuse with 550 No')
  })
})

test('a question is asked once a recipient is named; lines that are no header are left out', () => {
  const question = { credentialId: '', sender: ' a@x.test ', recipients: ' ', headers: '' }
  expect(asked(question)).toBeNull()
  expect(asked({ ...question, recipients: 'b@x.test, c@x.test', headers: 'X-A: 1\nnonsense\n X-B:\n' })).toEqual({
    credentialId: null,
    sender: 'a@x.test',
    recipients: ['b@x.test', 'c@x.test'],
    headers: [
      { name: 'X-A', value: '1' },
      { name: 'X-B', value: '' },
    ],
  })
})
