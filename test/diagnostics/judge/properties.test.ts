import { expect, it } from 'vitest'
import { Observations, type Endpoint } from '../../../shared/model/diagnosis/observation.ts'
import { DiagnosisQuestion } from '../../../shared/model/diagnosis/question.ts'
import { Judgement } from '../../../shared/model/diagnosis/report.ts'
import { judge } from '../../../electron/engine/diagnostics/judge/judge.ts'
import {
  brokenHandshake,
  chain,
  clearEndpoint,
  greeted,
  now,
  observations,
  question,
  starttlsEndpoint,
  tlsEndpoint,
  unreached,
  untrusted,
  versions,
} from '../../support/observations.ts'
import { ahasend, sendgrid } from './judging.ts'

/** The same numbers each time (mulberry32), so that a failure can be repeated. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const dialogue: Partial<Endpoint> = {
  login: {
    tries: [{ mechanism: 'PLAIN', cleaned: true, code: 535, reply: '535 no', ended: null, milliseconds: 4 }],
    skipped: null,
  },
  dryRun: [{ command: 'MAIL FROM:<a@b.test>', code: 550, reply: '550 no', milliseconds: 4 }],
  deep: {
    versions: [
      {
        version: 'TLSv1.2',
        ciphers: [{ id: 5, name: 'TLS_RSA_WITH_RC4_128_SHA', openssl: 'RC4-SHA', strength: 'broken' }],
        serverOrder: true,
        incomplete: null,
      },
    ],
    groups: ['x25519'],
    dhBits: 1_024,
    ocspStapled: null,
    connections: 20,
    milliseconds: 900,
    cachedFrom: null,
  },
  throttled: '421 too many',
}

const rich: Observations = observations(
  [
    starttlsEndpoint(587, dialogue),
    tlsEndpoint(465, { chain: chain({ trust: untrusted, missingIssuer: 'X', nameMatches: false, inOrder: false }) }),
    starttlsEndpoint(
      2525,
      { handshake: brokenHandshake('version'), versions: versions('TLSv1'), chain: null },
      '2001:db8::1',
    ),
    clearEndpoint(25),
    greeted(26, { is: 'imap', code: null, protocolErrors: ['A reply that does not end'] }),
    unreached(24, 'silent'),
  ],
  {
    notes: [
      {
        id: 'newlineInPassword',
        field: 'password',
        severity: 'cleaned',
        text: 'The password ends with a line break. Remove it.',
      },
    ],
    listeners: [{ host: '127.0.0.1', port: 2525, security: 'starttls', open: true }],
  },
)

const words = [
  'smtp',
  'tls',
  'open',
  'closed',
  'silent',
  'reset',
  'unknown',
  'refused',
  'TLSv1.3',
  'EHLO',
  'HELO',
  'cipher',
  'notRun',
  'running',
  'failed',
]

/** Changes some of what is in there: nothing, an empty list, another word, a huge or negative number. */
function spoiled(value: unknown, random: () => number, share: number): unknown {
  if (random() < share) {
    if (Array.isArray(value)) return []
    if (typeof value === 'number') return [0, -1, 421, 5_000_000_000][Math.floor(random() * 4)]
    if (typeof value === 'boolean') return !value
    if (typeof value === 'string' && random() < 0.6) return words[Math.floor(random() * words.length)]
    return null
  }
  if (Array.isArray(value)) return value.map((item) => spoiled(item, random, share))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spoiled(inner, random, share)]))
}

/** Whatever was spoiled beyond what the words allow is taken from the whole one, piece by piece. */
function mended(value: unknown): Observations | null {
  const parsed = Observations.safeParse(value)
  if (parsed.success) return parsed.data
  const copy = structuredClone(value) as Record<string, unknown>
  for (const { path } of parsed.error.issues) {
    let target: Record<PropertyKey, unknown> = copy
    let source: Record<PropertyKey, unknown> = rich
    for (const key of path.slice(0, -1)) {
      target = target[key] as Record<PropertyKey, unknown>
      source = (source[key] ?? {}) as Record<PropertyKey, unknown>
    }
    const last = path.at(-1)
    if (last !== undefined) target[last] = structuredClone(source[last])
  }
  const again = Observations.safeParse(copy)
  return again.success ? again.data : null
}

const questions = [
  question(),
  question({ ports: [587], security: 'starttls', tryLogin: true, username: 'app' }),
  question({
    ports: [465, 587],
    security: 'tls',
    serverName: 'mx.example.test',
    dryRun: { from: 'a@b.test', to: 'c@d.test' },
  }),
  question({ security: 'none', depth: 'reach' }),
  question({ host: '', self: true }),
  question({ security: 'opportunistic', ca: 'PEM', depth: 'deep' }),
]
const states = ['done', 'running', 'cancelled', 'failed'] as const
const providers = [null, ahasend, sendgrid]

const cases = Array.from({ length: 800 }, (_, seed) => {
  const random = numbers(seed)
  const seen = mended(spoiled(rich, random, 0.02 + random() * 0.25))
  return {
    seed,
    seen,
    asked: questions[seed % questions.length] as DiagnosisQuestion,
    context: { state: states[seed % 4] as (typeof states)[number], now, provider: providers[seed % 3] ?? null },
  }
}).flatMap(({ seen, asked, context, seed }) =>
  seen === null ? [] : [{ seed, seen, asked, context, judgement: judge(seen, asked, context) }],
)

it('enough of the spoiled observations are well formed to mean something', () => {
  expect(cases.length).toBeGreaterThan(600)
})

it('whatever was seen or not seen gives a judgement of the right form, the same one twice, and changes nothing', () => {
  for (const { seed, seen, asked, context, judgement } of cases) {
    const before = JSON.stringify([seen, asked])
    expect(Judgement.safeParse(judgement).error, `seed ${seed}`).toBeUndefined()
    expect(JSON.stringify(judge(seen, asked, context)), `seed ${seed}`).toBe(JSON.stringify(judgement))
    expect(JSON.stringify([seen, asked]), `seed ${seed}`).toBe(before)
  }
})

it('no sentence has a hole in it', () => {
  for (const { seed, judgement } of cases) {
    const { verdict, findings, clients, cells, settings } = judgement
    const texts = [
      verdict.sentence,
      verdict.todo,
      ...findings.flatMap(({ title, seen: saw, expected, why, todo }) => [title, saw, expected, why, todo]),
      ...clients.flatMap(({ answers }) => answers.map(({ why }) => why)),
      ...cells.map((cell) => cell.words),
      ...settings.map(({ caution }) => caution ?? ''),
    ]
    for (const text of texts)
      expect(text, `seed ${seed}`).not.toMatch(/undefined|\bnull\b|NaN|\[object|Infinity|\.\.(?!\.)| {2}/)
    expect(verdict.sentence, `seed ${seed}`).toMatch(/^.{10,}/)
    for (const { id, stage, title, seen: saw, why, severity, todo } of findings) {
      // Of a setting the title says what was seen.
      for (const text of stage === 'input' ? [title] : [title, saw, why])
        expect(text, `${id}, seed ${seed}`).not.toBe('')
      if (severity === 'problem') expect(todo, `${id}, seed ${seed}`).not.toBe('')
    }
  }
})

it('findings, settings, clients, cells and commands are about endpoints that there are', () => {
  for (const { seed, seen, judgement } of cases) {
    const { findings, settings, clients, cells, commands } = judgement
    const known = new Set(seen.endpoints.map(({ id }) => id))
    const named = [
      ...findings.flatMap(({ endpoints }) => endpoints),
      ...[...settings, ...clients, ...cells, ...commands].map(({ endpoint }) => endpoint),
    ]
    expect(
      named.filter((id) => !known.has(id)),
      `seed ${seed}`,
    ).toEqual([])
  }
})

it('nothing is said about the TLS of what was not reached', () => {
  const aboutTls = ['startTlsMissing', 'startTlsStripped', 'startTlsRefused', 'authMissing', 'heloOnly']
  for (const { seed, seen, judgement } of cases) {
    const silent = new Set(
      seen.endpoints
        .filter(({ capabilities, capabilitiesInTls }) => capabilities === null && capabilitiesInTls === null)
        .map(({ id }) => id),
    )
    const { findings, clients } = judgement
    const said = findings.filter(({ id }) => aboutTls.includes(id)).flatMap(({ endpoints }) => endpoints)
    // Who refused STARTTLS was spoken to, even if the list is lost.
    const spoken = new Set(seen.endpoints.filter(({ startTls }) => startTls !== null).map(({ id }) => id))
    expect(
      said.filter((id) => silent.has(id) && !spoken.has(id)),
      `seed ${seed}`,
    ).toEqual([])
    const untouched = seen.endpoints.filter((one) => one.handshake === null && one.versions.length === 0)
    expect(
      clients.filter(({ endpoint }) => untouched.some(({ id }) => id === endpoint)),
      `seed ${seed}`,
    ).toEqual([])
  }
})

it('a verdict of "does not work" has a problem and something to do; a running one concludes nothing', () => {
  for (const { seed, context, judgement } of cases) {
    const { verdict, findings, settings } = judgement
    if (context.state === 'running') expect(verdict, `seed ${seed}`).toMatchObject({ is: 'couldNotCheck', who: null })
    if (verdict.is === 'works' || verdict.is === 'worksBut')
      expect(
        findings.map(({ severity }) => severity),
        `seed ${seed}`,
      ).not.toContain('problem')
    if (verdict.is === 'doesNotWork') {
      expect(findings[0]?.severity, `seed ${seed}`).toBe('problem')
      expect(verdict.todo, `seed ${seed}`).not.toBe('')
    }
    expect(settings.filter(({ recommended }) => recommended).length, `seed ${seed}`).toBeLessThanOrEqual(1)
  }
})

it('findings come gravest first', () => {
  const order = ['problem', 'warning', 'info', 'good']
  for (const { seed, judgement } of cases) {
    const ranks = judgement.findings.map(({ severity }) => order.indexOf(severity))
    expect(ranks, `seed ${seed}`).toEqual(ranks.toSorted((a, b) => a - b))
  }
})

it('nothing at all was seen, of no host', () => {
  const nothing = observations([], { name: null, host: '' })
  expect(judge(nothing, question(), { state: 'done', now, provider: null }).verdict.is).toBe('couldNotCheck')
})

it('what a server says at length is cut in sentences and kept as evidence', () => {
  const long = `554 ${'x'.repeat(4_000)}`
  const { findings } = judge(observations([greeted(587, { code: 554, lines: [long] })]), question({ ports: [587] }), {
    state: 'done',
    now,
    provider: null,
  })
  const finding = findings.find(({ id }) => id === 'turnedAwayForGood')
  expect(finding?.seen.length).toBeLessThan(200)
  expect(finding?.evidence).toContain(long)
})
