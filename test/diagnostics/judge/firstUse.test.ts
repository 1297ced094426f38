import { describe, expect, it } from 'vitest'
import type { InputNote } from '../../../shared/model/diagnosis/question.ts'
import { continued } from '../../../electron/engine/diagnostics/judge/words.ts'
import { observations, starttlsEndpoint } from '../../support/observations.ts'
import { ids, judged } from './judging.ts'

const ask587 = { ports: [587] }
const cleaned = (id: string, field: InputNote['field'], text: string): InputNote => ({
  id,
  field,
  severity: 'cleaned',
  text,
})
const scheme = cleaned(
  'schemeInHost',
  'host',
  'The host has a scheme (smtp://, https://) or a path. An app that wants a host wants the name alone.',
)

describe('a setting that was put right for the diagnosis', () => {
  it('settings of an app with a scheme in the host: the app fails, and would work without', () => {
    const { verdict } = judged(observations([starttlsEndpoint()], { notes: [scheme] }), { ...ask587, username: 'app' })
    expect(verdict).toMatchObject({ is: 'doesNotWork', who: 'you' })
    expect(verdict.sentence).toMatch(
      /^Does not work: the host has a scheme.*put right it works: smtp\.example\.com:587/,
    )
    expect(verdict.todo).toMatch(/^Put it right in the app’s settings: an app that wants a host/)
  })

  it('a URL that was typed as the host is cleaned, and no more is said than that', () => {
    const judgement = judged(observations([starttlsEndpoint()], { notes: [scheme] }), ask587)
    expect(judgement.verdict.is).toBe('works')
    expect(judgement.findings.find(({ id }) => id === 'schemeInHost')).toMatchObject({ severity: 'info', seen: '' })
  })

  it('HOST:PORT is how it may be written: nothing is found in it, even in settings', () => {
    const note = cleaned('portInHost', 'host', 'The port 587 stands in the host.')
    const judgement = judged(observations([starttlsEndpoint()], { notes: [note] }), { ...ask587, username: 'app' })
    expect(judgement.verdict.is).toBe('works')
    expect(ids(judgement)).not.toContain('portInHost')
  })

  it('a user name of an upstream with a space: the app fails', () => {
    const note = cleaned('spaceAroundUsername', 'username', 'The user name begins or ends with a space. Remove it.')
    const { verdict } = judged(observations([starttlsEndpoint()], { notes: [note] }), {
      ...ask587,
      upstreamId: 'up',
      username: 'app',
    })
    expect(verdict).toMatchObject({ is: 'doesNotWork', who: 'you' })
    expect(verdict.sentence).toContain('With that put right it works')
  })
})

it.each([
  ['Avast opens the connection.', 'Avast opens the connection.'],
  ['Nothing is listening on port 587.', 'nothing is listening on port 587.'],
  ['Port 25 does not answer.', 'port 25 does not answer.'],
  ['The-Company Proxy answers.', 'The-Company Proxy answers.'],
  ['Something answers.', 'something answers.'],
])('after a colon, %s', (sentence, expected) => {
  expect(continued(sentence, [])).toBe(expected)
})
