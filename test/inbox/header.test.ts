import { expect, test } from 'vitest'
import { parseAddresses } from '../../electron/engine/inbox/header/addresses.ts'
import { readHeaders } from '../../electron/engine/inbox/header/fields.ts'
import { summarise } from '../../electron/engine/inbox/header/summary.ts'

const read = (header: string | Buffer) => summarise(typeof header === 'string' ? Buffer.from(header, 'utf8') : header)

test.each<[string, string, string]>([
  ['plain', 'Subject: Hello', 'Hello'],
  ['folded', 'Subject: a long\r\n subject\r\n\tgoes on', 'a long subject\tgoes on'],
  ['folded with bare line feeds', 'Subject: a long\n subject', 'a long subject'],
  ['other case and space before the colon', 'SUBJECT \t: x', 'x'],
  ['B words', 'Subject: =?UTF-8?B?R3LDvMOfZQ==?=', 'Grüße'],
  ['Q words', 'Subject: =?iso-8859-1?q?Gr=FC=DFe_an_alle?=', 'Grüße an alle'],
  ['a character split between two words', 'Subject: =?utf-8?B?w7w=?= =?utf-8?B?4oI=?=\r\n =?utf-8?B?rA==?=', 'ü€'],
  ['words between text', 'Subject: Re: =?utf-8?Q?=C3=A4?= and more', 'Re: ä and more'],
  ['a language tag (RFC 2231)', 'Subject: =?utf-8*de?Q?=C3=A4?=', 'ä'],
  ['Japanese', 'Subject: =?ISO-2022-JP?B?GyRCJDMkcyRLJEEkTxsoQg==?=', 'こんにちは'],
  ['Korean', 'Subject: =?euc-kr?B?vsiz5w==?=', '안녕'],
  ['an unknown charset', 'Subject: =?x-nonsense?Q?abc?=', 'abc'],
  ['a broken word', 'Subject: =?utf-8?X?abc?= =?utf-8?B', '=?utf-8?X?abc?= =?utf-8?B'],
  ['broken base64', 'Subject: =?utf-8?B?!!!!?=x', 'x'],
  ['raw UTF-8', 'Subject: Grüße 🎉', 'Grüße 🎉'],
  ['twice: the first counts', 'Subject: one\r\nSubject: two', 'one'],
  ['missing', 'From: a@b.test', ''],
  ['empty', 'Subject:\r\nFrom: a@b.test', ''],
  ['NUL and control characters', 'Subject: a\0b\x1bc', 'a b c'],
  ['only in the body', 'From: a@b.test\r\n\r\nSubject: no', ''],
])('subject: %s', (_, header, subject) => {
  expect(read(`${header}\r\n\r\nbody`).subject).toBe(subject)
})

test('raw bytes that are no UTF-8 are read as windows-1252', () => {
  expect(read(Buffer.from('Subject: Gr\xfc\xdfe \x80\r\n\r\n', 'latin1')).subject).toBe('Grüße €')
})

test.each<[string, { name: string; address: string }[]]>([
  ['a@b.test', [{ name: '', address: 'a@b.test' }]],
  ['Ann <a@b.test>', [{ name: 'Ann', address: 'a@b.test' }]],
  [
    '"Last, First" <a@b.test>, c@d.test',
    [
      { name: 'Last, First', address: 'a@b.test' },
      { name: '', address: 'c@d.test' },
    ],
  ],
  ['"say \\"hi\\"" <a@b.test>', [{ name: 'say "hi"', address: 'a@b.test' }]],
  ['a@b.test (Ann (A.))', [{ name: 'Ann (A.)', address: 'a@b.test' }]],
  [
    'Team: a@b.test, C <c@d.test>;, e@f.test',
    [
      { name: '', address: 'a@b.test' },
      { name: 'C', address: 'c@d.test' },
      { name: '', address: 'e@f.test' },
    ],
  ],
  ['undisclosed-recipients:;', []],
  ['=?utf-8?Q?J=C3=B6rg?= <j@b.test>', [{ name: 'Jörg', address: 'j@b.test' }]],
  ['"=?utf-8?Q?J=C3=B6rg?=" <j@b.test>', [{ name: 'Jörg', address: 'j@b.test' }]],
  ['"odd local"@b.test', [{ name: '', address: '"odd local"@b.test' }]],
  ['<@relay.test:a@b.test>', [{ name: '', address: 'a@b.test' }]],
  ['Ann <a@b.test', [{ name: 'Ann', address: 'a@b.test' }]],
  ['"unclosed <a@b.test>', [{ name: '', address: 'unclosed <a@b.test>' }]],
  ['(unclosed a@b.test', []],
  [',,;,', []],
  ['', []],
])('addresses: %s', (value, expected) => {
  expect(parseAddresses(value)).toEqual(expected)
})

test('To and Cc are both recipients; a doubled From counts once', () => {
  const { from, to } = read(
    'From: a@b.test\r\nFrom: evil@b.test\r\nTo: c@d.test\r\nCc: e@f.test\r\nTo: g@h.test\r\n\r\n',
  )
  expect(from?.address).toBe('a@b.test')
  expect(to.map(({ address }) => address)).toEqual(['c@d.test', 'e@f.test', 'g@h.test'])
})

test.each<[string, string, string[]]>([
  ['a proper message', 'Subject: x\r\n\r\nbody', []],
  ['a line without a colon', 'Subject: x\r\nnonsense\r\n\r\nbody', ['malformedHeader']],
  ['no blank line', 'Subject: x\r\nFrom: a@b.test', ['malformedHeader']],
  ['a body line of 998 octets', `Subject: x\r\n\r\n${'y'.repeat(998)}\r\nz`, []],
  ['a body line of 999 octets', `Subject: x\r\n\r\nshort\r\n${'y'.repeat(999)}\r\n`, ['longLines']],
  ['a last line of 999 octets', `Subject: x\r\n\r\n${'y'.repeat(999)}`, ['longLines']],
  ['a header line of a megabyte', `Subject: ${'y'.repeat(1_000_000)}\r\n\r\n`, ['malformedHeader', 'longLines']],
])('flags: %s', (_, message, flags) => {
  expect(read(message).flags).toEqual(flags)
})

test('a header line of a megabyte is cut, not refused', () => {
  const { subject, to } = read(`To: ${'a@b.test, '.repeat(100_000)}\r\nSubject: after\r\n\r\n`)
  expect(to.length).toBeLessThanOrEqual(2_000)
  expect(subject).toBe('')
  expect(read(`Subject: ${'y'.repeat(200_000)}\r\nFrom: a@b.test\r\n\r\n`)).toMatchObject({
    from: { address: 'a@b.test' },
  })
})

test('100,000 header fields end in a finding', () => {
  const findings: { id: string; text: string }[] = []
  const headers = readHeaders(Buffer.from(`${'X: y\r\n'.repeat(100_000)}\r\n`), findings)
  expect(headers).toHaveLength(1_000)
  expect(findings.map(({ id }) => id)).toContain('tooManyHeaders')
})

test('no bytes whatever make the header reader throw', () => {
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  const pieces = [
    'From:',
    'To: ',
    'Subject: ',
    '\r\n',
    '\n',
    '\r',
    ' ',
    '\t',
    '=?utf-8?',
    'B?',
    'Q?',
    '?=',
    '=',
    '"',
    '\\',
    '(',
    ')',
    '<',
    '>',
    ',',
    ';',
    ':',
    '@',
    'a',
    '\0',
  ]
  for (let round = 0; round < 3_000; round += 1) {
    const parts = Array.from({ length: random(60) }, () =>
      random(4) === 0 ? Buffer.from([random(256), random(256)]) : Buffer.from(pieces[random(pieces.length)] as string),
    )
    const bytes = Buffer.concat(parts)
    const { subject, to } = summarise(bytes)
    expect(typeof subject).toBe('string')
    for (const { name, address } of to) expect(`${name}${address}`).not.toMatch(/[\r\n\0]/)
    readHeaders(bytes, [])
  }
})
