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
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  ntilde: 'ñ',
  zwnj: '',
  zwj: '',
  shy: '',
}

/** Elements whose content is never shown as text. */
const hidden = new Set(['style', 'script', 'title', 'noscript', 'template'])
const blocks = /^(?:p|div|br|tr|li|h[1-6]|table|ul|ol|blockquote)$/

/**
 * The words a person would read in HTML, for search, previews and codes. Not a sanitiser: its result is used as text
 * only. One pass that never looks at a character twice: expressions for tags take hours on 100,000 times `<`.
 */
export function htmlToText(html: string): string {
  const pieces: string[] = []
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) break
    pieces.push(html.slice(at, open))
    const name = /^\/?[a-z][a-z0-9]*/i.exec(html.slice(open + 1, open + 14))?.[0].toLowerCase()
    if (html.startsWith('<!--', open)) at = after(html, '-->', open)
    else if (name === undefined && !/[!?/]/.test(html[open + 1] ?? '')) {
      pieces.push('<')
      at = open + 1
    } else {
      at = after(html, '>', open)
      pieces.push(name !== undefined && blocks.test(name.replace('/', '')) ? '\n' : ' ')
      if (name !== undefined && hidden.has(name)) at = closing(html, name, at)
    }
  }
  pieces.push(html.slice(at))
  return decodeEntities(pieces.join(''))
    .replace(/[ \t\r\f\v\u00a0]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim()
}

/** Character references as characters; unknown names stay. */
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

/** Index behind the next `mark`; what is never closed reaches to the end. */
function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from)
  return found < 0 ? html.length : found + mark.length
}

/** Index of the end tag of an element. */
function closing(html: string, name: string, from: number): number {
  const tag = new RegExp(`</${name}`, 'gi')
  tag.lastIndex = from
  return tag.exec(html)?.index ?? html.length
}
