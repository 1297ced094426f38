import type { Case } from './case.ts'
import { certificateFaults } from './certificateFacts.ts'
import { faultWords } from './settings.ts'
import { list } from './words.ts'
import type { Way } from './ways.ts'

/** Nobody could tell yet, or the way does stand. */
const hopeful: readonly Way['state'][] = ['works', 'greets', 'unknown', 'pending']

function waysOn(c: Case, port: number): Way[] {
  return c.ways.filter(({ endpoint, state }) => endpoint.port === port && !(state === 'pending' && !c.running))
}

/**
 * Of those ports the ones that may be named as a way out: those that work from here if any do, else those that were not seen
 * to fail. "465 or 2525"; empty when there is none.
 */
export function portsInstead(c: Case, usual: readonly number[]): string {
  // Our own listeners have ports of their own.
  const ours = c.observations.listeners?.filter(({ security, open }) => open && security === 'tls')
  if (c.question.self)
    return list(
      (ours ?? []).map(({ port }) => String(port)),
      'or',
    )
  const working = usual.filter((port) => waysOn(c, port).some(({ state }) => state === 'works'))
  const open = usual.filter((port) => waysOn(c, port).every(({ state }) => hopeful.includes(state)))
  return list((working.length > 0 ? working : open).map(String), 'or')
}

/** What those ports that answer are good for: "Use port 2525", or what else is wrong with them. Empty: they do not answer. */
export function useOf(c: Case, ports: readonly number[]): string {
  const named = (some: readonly number[]) => `${some.length === 1 ? 'port' : 'ports'} ${list(some.map(String), 'or')}`
  const having = (states: readonly Way['state'][]) =>
    ports.filter((port) => waysOn(c, port).some(({ state }) => states.includes(state)))
  const working = having(['works'])
  if (working.length > 0) return `Use ${named(working)}`
  const open = having(hopeful)
  if (open.length > 0) return `Try ${named(open)}`
  const [port] = having(['untrusted', 'clear'])
  if (port === undefined) return ''
  return `Port ${port} answers, but ${wrongWith(
    c,
    waysOn(c, port).find(({ stands }) => stands),
  )}; put that right`
}

function wrongWith(c: Case, way: Way | undefined): string {
  const faults = way?.endpoint.chain == null ? [] : certificateFaults(way.endpoint.chain, c.now)
  if (way?.state === 'untrusted' && faults.length > 0)
    return list(faults.map((fault) => faultWords[fault].replace(/^The/, 'the').replace(/\.$/, '')))
  return 'it does not encrypt'
}
