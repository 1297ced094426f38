import { expect, test } from 'vitest'
import { draftOf, emptyDraft, problemsIn, wantedOf } from '../../../renderer/relay/upstreams/draft.ts'
import { secondsIn, waitOf, waitsInWords } from '../../../renderer/relay/upstreams/waits.ts'
import { defaultRetries, NewUpstream } from '../../../shared/model/upstream.ts'

const filled = { ...emptyDraft, name: 'Ours', host: 'smtp.example.com', username: 'ann' }

test('a filled-in form says what the contract takes, and reads it back unchanged', () => {
  const wanted = wantedOf({ ...filled, secrets: { ...filled.secrets, password: 'secret' } })
  const parsed = NewUpstream.parse(wanted)
  expect(parsed.secrets).toEqual({ password: 'secret' })
  const { secrets: _, ...stored } = parsed
  const shown = draftOf({
    ...stored,
    id: 'u1',
    secrets: ['password'],
    problem: null,
    waiting: 0,
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-01T00:00:00Z',
  })
  expect(wantedOf(shown)).toEqual({ ...wanted, secrets: {} })
  expect(shown.secrets.password).toBe('')
})

test('what is missing or wrong is a sentence at its field', () => {
  const problems = problemsIn({ ...emptyDraft, host: 'https://smtp.example.com', port: '', username: '' })
  expect(problems.get('name')).toBe('This is needed.')
  expect(problems.get('host')).toContain('without a scheme')
  expect(problems.get('port')).toBe('Write a whole number.')
  expect(problems.get('login.username')).toBe('This is needed.')
  expect(problemsIn({ ...filled, connections: 1_000 }).get('connections')).toBe('Write 100 or less.')
  expect(problemsIn({ ...filled, retries: [{ amount: '', unit: 'h' }] }).has('retryAfterSeconds.0')).toBe(true)
  expect([...problemsIn(filled)]).toEqual([])
})

test('waits are shown in the largest unit that holds them whole', () => {
  expect([45, 90, 300, 7_200].map(waitOf)).toEqual([
    { amount: 45, unit: 's' },
    { amount: 90, unit: 's' },
    { amount: 5, unit: 'min' },
    { amount: 2, unit: 'h' },
  ])
  expect(defaultRetries.map(waitOf).map(secondsIn)).toEqual(defaultRetries)
  expect(waitsInWords(defaultRetries.map(waitOf))).toBe('7 tries within about 24 hours')
  expect(waitsInWords([])).toBe('One try, then it is given up')
})
