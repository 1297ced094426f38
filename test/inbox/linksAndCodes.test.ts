import { expect, test } from 'vitest'
import { findCodes } from '../../electron/engine/inbox/reading/codes.ts'
import { htmlToText } from '../../electron/engine/inbox/reading/htmlText.ts'
import { findLinks } from '../../electron/engine/inbox/reading/links.ts'

test.each<[string, string[]]>([
  ['Your verification code is 123456.', ['123456']],
  ['Your code is:\n\n 482-913\n\nIt is good for 10 minutes.', ['482-913']],
  ['Use 9921 as your PIN', ['9921']],
  ['Your code is 493 201.\nCode: 493201', ['493201']],
  ['Enter the code AB3-9ZK to sign in', ['AB3-9ZK']],
  ['Your one-time password: K7Q2XP', ['K7Q2XP']],
  ['Ihr Bestätigungscode lautet 774411', ['774411']],
  ['G-248163 is your Google verification code.', ['248163']],
  ['123 456 is your login code', ['123 456']],
  ['Code: 1234-5678', ['1234-5678']],
])('a code is found: %s', (text, codes) => {
  expect(findCodes(text)).toEqual(codes)
})

test.each([
  'Invoice 20260131 of 2026, total 1234.50 EUR',
  'Call +49 30 123456 or 030/1234567 for help with your account',
  'Copyright 2026. Enter the code that was sent to your phone.',
  'color: #123456; background: #fff000; the code is in the app',
  'Your code was sent. https://x.test/code/123456?id=998877',
  'Nothing to see 123456 here',
  'Use discount and get $5000 off, no code needed',
  'Order from 12.04.2026 at 10:30, use your code',
])('what is no code is not taken for one: %s', (text) => {
  expect(findCodes(text)).toEqual([])
})

test('the likeliest code comes first', () => {
  expect(findCodes('Ticket 55512 was opened. Your verification code is 901234')[0]).toBe('901234')
})

test('links of text and HTML, each once, without the sentence around them', () => {
  const html =
    '<a href="https://a.test/x?a=1&amp;b=2">Click <b>here</b></a> <A HREF=\'https://b.test\'>b</A> <a href=https://c.test>c</a>' +
    '<a href="javascript:alert(1)">bad</a><a href="data:text/html,x">bad</a><a name="x">none</a><a href="mailto:a@b.test">mail</a>'
  expect(findLinks('See https://a.test/x?a=1&b=2, (https://d.test/(e)) and "https://f.test/g".', html)).toEqual([
    { url: 'https://a.test/x?a=1&b=2', text: 'Click here' },
    { url: 'https://b.test', text: 'b' },
    { url: 'https://c.test', text: 'c' },
    { url: 'mailto:a@b.test', text: 'mail' },
    { url: 'https://d.test/(e)', text: 'https://d.test/(e)' },
    { url: 'https://f.test/g', text: 'https://f.test/g' },
  ])
})

test('words of HTML: without style and script, with entities, hidden comments left out', () => {
  expect(
    htmlToText(
      '<head><title>T</title><style>p{color:red}</style></head><p>One&nbsp;&amp; two</p><!-- no --><script>x()</script><div>&#x41;&#66;</div>',
    ),
  ).toBe('One & two\nAB')
})

test.each([
  '<'.repeat(200_000),
  '<a '.repeat(100_000),
  '<!--'.repeat(100_000),
  '<style>'.repeat(50_000),
  '<a href="'.repeat(50_000),
  '<a>'.repeat(100_000),
  'https://'.repeat(50_000),
  `https://x.test/${'('.repeat(100_000)}${')'.repeat(100_000)}`,
  'code '.repeat(50_000) + '1234 '.repeat(50_000),
  `code ${'1'.repeat(200_000)}`,
  `code ${'A1'.repeat(100_000)}`,
  `https://x.test/${'.'.repeat(200_000)}x`,
])('hostile text %# is read to its end', (text) => {
  htmlToText(text)
  findLinks(text, text)
  findCodes(text)
})
