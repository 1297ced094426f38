import { expect, it } from 'vitest'
import type { Endpoint } from '../../../shared/model/diagnosis/observation.ts'
import {
  brokenHandshake,
  chain,
  clearEndpoint,
  greeted,
  observations,
  stages,
  starttlsEndpoint,
  tlsEndpoint,
  unreached,
} from '../../support/observations.ts'
import { judged } from './judging.ts'

/** "tone words" of each stage. */
function row(endpoint: Endpoint): Record<string, string> {
  const { cells } = judged(observations([endpoint]))
  return Object.fromEntries(cells.map(({ stage, tone, words }) => [stage, `${tone} ${words}`]))
}

it('a port with STARTTLS on which all is well', () => {
  expect(row(starttlsEndpoint())).toEqual({
    name: 'good resolved',
    reach: 'good open',
    greeting: 'good 220',
    capabilities: 'good AUTH offered',
    startTls: 'good accepted',
    handshake: 'good TLS 1.3',
    certificate: 'good valid',
    versions: 'good 1.3, 1.2',
  })
})

it('TLS from the first byte needs no STARTTLS', () => {
  expect(row(tlsEndpoint())).toMatchObject({ greeting: 'good TLS at once', startTls: 'good not needed' })
})

it('what did not run is unknown, and never a problem', () => {
  expect(row(unreached(587, 'silent'))).toMatchObject({
    reach: 'problem no answer',
    greeting: 'unknown not run',
    startTls: 'unknown not run',
    certificate: 'unknown not run',
  })
})

it('what failed is named', () => {
  expect(row(greeted(587, { is: 'imap', code: null }))).toMatchObject({ greeting: 'problem IMAP' })
  expect(row(greeted(587, { code: 554 }))).toMatchObject({ greeting: 'problem refused 554' })
  expect(row(clearEndpoint())).toMatchObject({ startTls: 'warning not offered' })
  expect(row(starttlsEndpoint(587, { handshake: brokenHandshake('cipher') }))).toMatchObject({
    handshake: 'problem no common cipher',
  })
  expect(row(starttlsEndpoint(587, { chain: chain({ nameMatches: false }) }))).toMatchObject({
    certificate: 'problem other name',
  })
})

it('a refusal of this runtime is not a problem of the server', () => {
  expect(row(starttlsEndpoint(587, { handshake: brokenHandshake('library') }))).toMatchObject({
    handshake: 'unknown refused here',
  })
})

it('what is under way', () => {
  const waiting = stages().map((one) => ({
    ...one,
    state: one.stage === 'reach' ? ('running' as const) : ('waiting' as const),
  }))
  expect(row({ ...unreached(587, 'open'), reach: null, stages: waiting })).toMatchObject({
    reach: 'running looking',
    greeting: 'waiting waiting',
  })
})
