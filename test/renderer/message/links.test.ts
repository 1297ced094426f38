import { describe, expect, test } from 'vitest'
import { inspectLink } from '../../../renderer/inbox/message/links/inspectLink.ts'
import { toUnicodeHost } from '../../../renderer/inbox/message/links/punycode.ts'
import { linkify } from '../../../renderer/inbox/message/text/linkify.ts'

describe('a link is explained before it is opened', () => {
  test('an ordinary link opens, and says which host', () => {
    expect(inspectLink('https://example.test/a?b=c#d', 'our site')).toEqual({
      written: 'https://example.test/a?b=c#d',
      opens: 'https://example.test/a?b=c#d',
      host: 'example.test',
      refusal: null,
      warnings: [],
    })
  })

  test('an address without a scheme is taken as https', () => {
    expect(inspectLink('//example.test/x', '').opens).toBe('https://example.test/x')
  })

  test('a mailto link names the mailbox', () => {
    expect(inspectLink('mailto:a@example.test?subject=x', '')).toMatchObject({ host: 'a@example.test', refusal: null })
  })

  test.each([
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    '\u0001JAVASCRIPT:alert(1)',
    'vbscript:x',
    'data:text/html,<script>1</script>',
    'file:///etc/passwd',
    'blob:http://127.0.0.1/x',
    'about:blank',
    'cid:x',
    'ms-word:ofe|u|x',
    'view-source:https://example.test',
    '',
    'relative/path',
    '/api/v1/messages',
    'http://[',
  ])('%j is never opened, and says why', (address) => {
    const facts = inspectLink(address, 'click')
    expect(facts.opens).toBeNull()
    expect(facts.refusal).toMatch(/\.$/)
  })

  test('text that shows another host is a warning', () => {
    expect(inspectLink('https://evil.example/login', 'https://bank.example/login').warnings).toEqual([
      'The link shows bank.example, but goes to evil.example.',
    ])
    expect(inspectLink('https://evil.example', 'bank.example').warnings).toHaveLength(1)
    expect(inspectLink('https://www.bank.example/x', 'bank.example').warnings).toEqual([])
    expect(inspectLink('https://evil.example', 'See you. Soon').warnings).toEqual([])
  })

  test('a host with letters of another alphabet is shown both ways', () => {
    const [warning] = inspectLink('https://аррӏе.com/', 'go').warnings
    expect(warning).toContain('аррӏе.com is really xn--80ak6aa92e.com')
  })

  test('a name before the @ is not the host', () => {
    const { host, warnings } = inspectLink('https://bank.example@evil.example/', 'log in')
    expect(host).toBe('evil.example')
    expect(warnings.join()).toContain('The host is evil.example.')
  })

  test('bare addresses, http and invisible characters are pointed out', () => {
    expect(inspectLink('http://192.0.2.1/\u202egpj.exe', 'picture').warnings).toHaveLength(3)
  })
})

describe('international host names are decoded (RFC 3492, examples of 7.1)', () => {
  test.each([
    ['xn--bcher-kva.example', 'bücher.example'],
    ['xn--ihqwcrb4cv8a8dqg056pqjye.example', '他们为什么不说中文.example'],
    ['xn--mgbh0fb.xn--kgbechtv', 'مثال.إختبار'],
    ['example.test', 'example.test'],
    ['xn--a-.example', 'a.example'],
    ['xn--999999999999.example', 'xn--999999999999.example'],
    ['xn--\u0001.example', 'xn--\u0001.example'],
  ])('%s is %s', (encoded, shown) => {
    expect(toUnicodeHost(encoded)).toBe(shown)
  })
})

describe('addresses in plain text become links', () => {
  const links = (text: string) => linkify(text).flatMap((piece) => piece.href ?? [])

  test('the whole text is kept, in order', () => {
    const text = 'See https://example.test/x.\n  Write to a.b+c@example.test, or not.'
    expect(
      linkify(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text)
    expect(links(text)).toEqual(['https://example.test/x', 'mailto:a.b+c@example.test'])
  })

  test('punctuation around an address stays outside, brackets that belong to it stay inside', () => {
    expect(links('(https://example.test/a_(b)) and "https://example.test/c"!')).toEqual([
      'https://example.test/a_(b)',
      'https://example.test/c',
    ])
  })

  test('other schemes are left alone', () => {
    expect(links('javascript:alert(1) data:text/html,x file:///x ftp://x.test')).toEqual([])
  })

  test('a megabyte of letters without a link is read in one go', () => {
    expect(linkify(`${'a.'.repeat(500_000)}@`)).toHaveLength(1)
  })
})
