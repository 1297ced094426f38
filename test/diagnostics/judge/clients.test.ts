import { expect, it } from 'vitest'
import type { Endpoint } from '../../../shared/model/diagnosis/observation.ts'
import {
  brokenHandshake,
  chain,
  clearEndpoint,
  handshake,
  observations,
  starttlsEndpoint,
  stages,
  tlsEndpoint,
  unreached,
  untrusted,
  versions,
} from '../../support/observations.ts'
import { judged } from './judging.ts'

function answers(endpoint: Endpoint): Record<string, string> {
  const [found] = judged(observations([endpoint])).clients
  return Object.fromEntries((found?.answers ?? []).map(({ client, answer }) => [client, answer]))
}
const all = Object.keys(answers(starttlsEndpoint()))

it('all current clients connect where all is well', () => {
  const { 'Old clients (TLS 1.0 only)': old, ...current } = answers(starttlsEndpoint())
  expect(old).toBe('no')
  expect(new Set(Object.values(current))).toEqual(new Set(['yes']))
})

it('System.Net.Mail cannot do TLS from the first byte', () => {
  expect(answers(tlsEndpoint())).toMatchObject({ '.NET 8 (SmtpClient)': 'no', 'Node 20': 'yes' })
})

it('TLS 1.2 alone is refused by a policy of TLS 1.3 only', () => {
  const only12 = starttlsEndpoint(587, { handshake: handshake({ protocol: 'TLSv1.2' }), versions: versions('TLSv1.2') })
  expect(answers(only12)).toMatchObject({ 'Strict policy (TLS 1.3 only)': 'no', 'Clients without TLS 1.3': 'yes' })
})

it('TLS 1.0 alone is for old clients, if they know the issuer', () => {
  const old = starttlsEndpoint(587, { handshake: brokenHandshake('version'), versions: versions('TLSv1') })
  const { 'Old clients (TLS 1.0 only)': able, 'Node 22–24': node } = answers(old)
  expect({ able, node }).toEqual({ able: 'yes', node: 'no' })
})

it('a version that nobody could ask for is not known, and not "no"', () => {
  const unknown = starttlsEndpoint(587, {
    handshake: brokenHandshake('library'),
    versions: [{ version: 'TLSv1.1', answer: 'offered', cipher: null, group: null, detail: '', milliseconds: 3 }],
  })
  expect(answers(unknown)['Node 20']).toBe('unknown')
})

it('RSA-1024 breaks with the upgrade from Node 20', () => {
  const weak = starttlsEndpoint(587, { chain: chain({}, { key: { type: 'rsa', bits: 1_024, curve: null } }) })
  expect(answers(weak)).toMatchObject({
    'Node 20': 'yes',
    'Node 22–24': 'no',
    Electron: 'yes',
    'PHP 8 (OpenSSL 3)': 'unknown',
  })
})

it('SHA-1 is taken by Electron and refused by Node', () => {
  const sha1 = starttlsEndpoint(587, { chain: chain({}, { signature: 'sha1WithRSAEncryption' }) })
  expect(answers(sha1)).toMatchObject({ 'Node 20': 'no', Electron: 'yes', 'Go 1.22+': 'no' })
})

it('a common name alone is enough for Node and not for Go', () => {
  const commonName = starttlsEndpoint(587, { chain: chain({ nameMatches: false, commonNameOnly: true }) })
  expect(answers(commonName)).toMatchObject({ 'Node 22–24': 'yes', 'Go 1.22+': 'no' })
})

it('a root that only the system knows', () => {
  const trust = [
    { store: 'node' as const, trusted: false, root: null, why: null },
    { store: 'system' as const, trusted: true, root: 'Corp', why: null },
  ]
  const found = answers(starttlsEndpoint(587, { chain: chain({ trust }) }))
  expect(found).toMatchObject({ 'Node 22–24': 'no', 'Go 1.22+': 'yes', 'Java 8u291+, 17+': 'unknown' })
})

it('an expired, a foreign and an untrusted self-signed certificate are refused by all', () => {
  const [leaf] = chain().served
  const bad = [
    chain({}, { validTo: '2026-11-01T00:00:00.000Z' }),
    chain({ nameMatches: false }),
    chain({ trust: untrusted, served: [{ ...leaf!, selfSigned: true }] }),
  ]
  for (const one of bad)
    expect(new Set(Object.values(answers(starttlsEndpoint(587, { chain: one }))))).toEqual(new Set(['no']))
})

it('nothing is said where TLS was not reached', () => {
  expect(all.length).toBeGreaterThan(10)
  expect(judged(observations([unreached(587, 'silent'), clearEndpoint(25)])).clients).toEqual([])
})

it('a certificate that was not seen leaves it open', () => {
  const unseen = starttlsEndpoint(587, { chain: null, stages: stages('certificate') })
  expect(answers(unseen)['Node 20']).toBe('unknown')
})
