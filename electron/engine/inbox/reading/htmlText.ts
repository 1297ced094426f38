const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
  reg: '®',
  euro: '€',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  zwnj: '',
  zwj: '',
  shy: '',
}

/**
 * The words a person would read in HTML, for search, previews and codes. Not a sanitiser: its result is used as text
 * only. Every expression runs once over the text, without backtracking that a hostile page could make long.
 */
export function htmlToText(html: string): string {
  return decodeEntities(
    withoutElements(html)
      .replace(/<!--[^]*?(?:-->|$)/g, ' ')
      .replace(/<\/?(?:p|div|br|tr|li|h[1-6]|table|ul|ol|blockquote)\b[^>]*>/gi, '\n')
      .replace(/<[^>]*>/g, ' '),
  )
    .replace(/[ \t\r\f\v\u00a0]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim()
}

export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? whole
      const code = decimal !== undefined ? Number(decimal) : parseInt(hex as string, 16)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
    },
  )
}

/** Without what is never shown as text: style, script, title, head. */
function withoutElements(html: string): string {
  return html.replace(/<(style|script|title|noscript|template)\b[^>]*>[^]*?(?:<\/\1\s*>|$)/gi, ' ')
}
