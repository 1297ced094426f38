import { describe, expect, it } from 'vitest'
import { readSpecial } from '../../electron/engine/delivery/headers/special.ts'

const now = Date.UTC(2026, 10, 21)
const read = (...lines: string[]) => readSpecial(lines.map((line) => `${line}\r\n`).join(''), now)

describe('AhaSend headers', () => {
  it('are read whatever their case, and folded', () => {
    const { ahasend } = read('AHASEND-SANDBOX: TRUE', 'ahasend-sandbox-result:\r\n bounce', 'Ahasend-Tags: a, B ,a')
    expect(ahasend).toMatchObject({ sandbox: true, result: 'bounce', tags: ['a', 'B'] })
  })

  it('1 turns the sandbox on as well; nothing turns it off, and that is said', () => {
    expect(read('AhaSend-Sandbox: 1').ahasend.sandbox).toBe(true)
    const { ahasend, notes } = read('AhaSend-Sandbox: false')
    expect(ahasend.sandbox).toBe(false)
    expect(notes[0]?.problem).toContain('nothing turns it off')
  })

  it.each([
    ['AhaSend-Sandbox-Result: explode'],
    ['ahasend-track-opens: maybe'],
    ['ahasend-track-clicks: 2'],
    ['ahasend-data-retention: 31'],
    ['ahasend-data-retention: -1'],
    ['ahasend-metadata-retention: 0'],
    [`ahasend-tags: ${'x'.repeat(65)}`],
    ['ahasend-tags: 1,2,3,4,5,6,7,8,9,10,11'],
    ['ahasend-unheard-of: x'],
  ])('a value that cannot be used is noted: %s', (line) => {
    expect(read(line).notes.some(({ problem }) => problem !== null)).toBe(true)
  })

  it('retention is applied from 1 to 30 days, and 0 becomes a day', () => {
    expect(read('ahasend-data-retention: 30').ahasend.dataRetentionDays).toBe(30)
    expect(read('ahasend-data-retention: 0').ahasend.dataRetentionDays).toBe(1)
  })

  it('a second header of the same name does not count', () => {
    const { ahasend, notes } = read('AhaSend-Sandbox-Result: fail', 'AhaSend-Sandbox-Result: deliver')
    expect(ahasend.result).toBe('fail')
    expect(notes[1]?.problem).toContain('first')
  })
})

describe('X-SMTPAPI', () => {
  const api = (json: unknown) => read(`X-SMTPAPI: ${typeof json === 'string' ? json : JSON.stringify(json)}`).smtpApi

  it('is shown as what each recipient would get', () => {
    const facts = api({
      to: ['ann@example.test', 'bob@example.test'],
      sub: { '-name-': ['Ann', 'Bob'], '-deal-': ['%big%', 'none'] },
      section: { '%big%': 'Half price' },
      category: ['welcome', 'eu'],
      unique_args: { order: 7 },
      send_at: now / 1_000 + 3_600,
    })
    expect(facts?.valid).toBe(true)
    expect(facts?.recipients).toEqual([
      { address: 'ann@example.test', substitutions: { '-name-': 'Ann', '-deal-': 'Half price' } },
      { address: 'bob@example.test', substitutions: { '-name-': 'Bob', '-deal-': 'none' } },
    ])
    expect(facts).toMatchObject({ categories: ['welcome', 'eu'], uniqueArgs: { order: '7' } })
    expect(facts?.sendAt).toBe('2026-11-21T01:00:00.000Z')
  })

  it.each([
    ['{"to": [', 'not valid JSON'],
    ['=?UTF-8?Q?=7B=22category=22=3A=22x=22=7D?=', 'prepared: true'],
    ['["a"]', 'expected'],
    [{ to: 'ann@example.test' }, 'to'],
    [{ sub: { 'a b': ['x'] } }, 'space'],
    [{ to: ['a@b.c'], sub: { '-x-': ['1', '2'] } }, '2 values for 1 addresses'],
    [{ category: 'Grüße' }, 'ASCII'],
    [{ category: Array.from({ length: 11 }, (_, index) => `c${index}`) }, '10'],
    [{ send_at: now / 1_000 + 73 * 3_600 }, '72 hours'],
    [{ send_at: now / 1_000, send_each_at: [now / 1_000], to: ['a@b.c'] }, 'together'],
    [{ to: ['a@b.c'], send_each_at: [1, 2] }, 'one time for each'],
    [{ unique_args: { x: 'y'.repeat(10_001) } }, '10000 bytes'],
    [{ to: ['a@b.c'], sub: { '-x-': ['y'.repeat(10_001)] } }, 'longer than 10000'],
    [{ to: Array.from({ length: 10_001 }, () => 'a@b.c') }, '10000 addresses'],
    [{ asm_groups_to_display: Array.from({ length: 26 }, (_, index) => index) }, '25'],
  ])('is not valid: %j', (json, reason) => {
    const facts = api(json)
    expect(facts?.valid).toBe(false)
    expect(facts?.problems.join(' ')).toContain(reason)
  })

  it('names keys and filters that nobody documents, and is valid all the same', () => {
    const facts = api({ too: ['a@b.c'], filters: { bananas: { settings: { enable: 1 } } } })
    expect(facts?.valid).toBe(true)
    expect(facts?.problems.join(' ')).toMatch(/too.*bananas/)
  })

  it('only the first header counts', () => {
    const { smtpApi, notes } = read('X-SMTPAPI: {"category":"one"}', 'X-SMTPAPI: {"category":"two"}')
    expect(smtpApi?.categories).toEqual(['one'])
    expect(notes.some(({ problem }) => problem?.includes('first'))).toBe(true)
  })

  it.each([
    ['a time before all dates', '{"send_at": -9007199254740991}', 'send_at'],
    ['brackets in brackets', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'levels deep'],
  ])('%s is said, not thrown', (_, json, problem) => {
    const facts = api(json)
    expect(facts?.valid).toBe(false)
    expect(facts?.problems.join(' ')).toContain(problem)
  })

  it('billion laughs: sections that name one another do not grow without end', () => {
    const letters = Array.from('abcdefghijklmnopqrst')
    const section = Object.fromEntries(letters.map((letter, index) => [letter, (letters[index + 1] ?? 'z').repeat(10)]))
    const facts = api({ to: ['ann@example.test'], sub: { '-x-': ['a'] }, section })
    expect(facts?.recipients[0]?.substitutions['-x-']?.length).toBeLessThan(1_100_000)
  })

  it('thousands of tags times thousands of addresses without values are not multiplied', () => {
    const sub = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`-${index}-`, []]))
    const facts = api({ to: Array.from({ length: 5_000 }, () => ''), sub })
    expect(facts?.valid).toBe(false)
    expect(facts?.recipients.every(({ substitutions }) => Object.keys(substitutions).length === 0)).toBe(true)
    expect(facts?.problems.length).toBeLessThan(20)
  })

  it('prototype pollution: __proto__ in its JSON changes nothing', () => {
    api('{"unique_args": {"__proto__": {"polluted": "yes"}}, "__proto__": {"polluted": "yes"}}')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

describe('Elastic Email headers', () => {
  it('give postback and channel, under both names', () => {
    expect(read('X-ElasticEmail-Postback: 4711', 'Channel: Orders').elasticEmail).toEqual({
      postback: '4711',
      channel: 'Orders',
    })
  })

  it('a channel longer than 191 characters is left aside', () => {
    const { elasticEmail, notes } = read(`X-ElasticEmail-Channel: ${'x'.repeat(192)}`)
    expect(elasticEmail.channel).toBeNull()
    expect(notes[0]?.problem).toContain('191')
  })
})

it('a message without such headers costs one search and has no notes', () => {
  expect(read('Subject: ahasend-tags: no', 'X-Other: channel').notes).toEqual([])
})
