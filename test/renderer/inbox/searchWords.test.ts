import { describe, expect, test } from 'vitest'
import { completed, settledPart, suggestionsFor, withRecent } from '../../../renderer/inbox/searchWords.ts'

const texts = (search: string) => suggestionsFor(search).map(({ text }) => text)

describe('search suggestions', () => {
  test('an empty box suggests every operator', () => {
    expect(texts('')).toContain('from:')
    expect(texts('invoice ')).toContain('has:attachment')
  })

  test('the last word is what is completed, also when negated', () => {
    expect(texts('invoice is:u')).toEqual(['is:unread'])
    expect(completed('invoice is:u', 'is:unread')).toBe('invoice is:unread ')
    expect(completed('-fr', 'from:')).toBe('-from:')
    expect(texts('from:')).toEqual([])
  })

  test('an operator still being typed is not searched for yet', () => {
    expect(settledPart('invoice is:un')).toBe('invoice')
    expect(settledPart('from:')).toBe('')
    expect(settledPart('-tag:')).toBe('')
    expect(settledPart('is:unread')).toBe('is:unread')
    expect(settledPart('from:ann')).toBe('from:ann')
    expect(settledPart('is:nonsense')).toBe('is:nonsense')
  })

  test('recent searches are kept once each, newest first, no more than six', () => {
    expect(withRecent(['a', 'b'], ' b ')).toEqual(['b', 'a'])
    expect(withRecent(['a'], '  ')).toEqual(['a'])
    expect(withRecent(['1', '2', '3', '4', '5', '6'], '7')).toEqual(['7', '1', '2', '3', '4', '5'])
  })
})
