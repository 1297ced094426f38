const importRule = /@import\b[^;{}]*;?/gi
const namespaceRule = /@namespace\b[^;{}]*;?/gi
const imageSet = /((?:-webkit-)?image-set\()([^)]*)/gi

/**
 * Puts every address of a style sheet through `decide`; what it refuses becomes an empty image. CSS can spell the
 * same thing in ways no pattern finds (escapes): the frame's policy stops those. This is for counting, `cid:` and depth.
 */
export function rewriteCss(css: string, decide: (address: string) => string | null): string {
  const rewritten = (address: string): string => {
    const allowed = decide(address)
    return allowed === null ? 'url("data:,")' : `url("${allowed.replaceAll(/["\\\n]/g, encodeURIComponent)}")`
  }
  const withoutImports = css
    .replaceAll(importRule, (rule) => {
      const address = /(?:url\(\s*)?["']?([^"')\s;]+)/i.exec(rule.slice('@import'.length))?.[1]
      if (address) decide(address)
      return ''
    })
    .replaceAll(namespaceRule, '')
    .replaceAll(imageSet, (whole, start: string, inside: string) =>
      /url\(/i.test(inside)
        ? whole
        : start +
          inside.replaceAll(
            /"([^"]*)"|'([^']*)'/g,
            (_, double?: string, single?: string) => `url("${double ?? single ?? ''}")`,
          ),
    )
  return rewriteAddresses(withoutImports, rewritten)
}

// By hand: a pattern for both quotes and blanks around them goes back and forth over a long, unclosed `url(`.
function rewriteAddresses(css: string, rewrite: (address: string) => string): string {
  const starts = /\burl\(/gi
  let result = ''
  let copied = 0
  for (let start = starts.exec(css); start; start = starts.exec(css)) {
    const inside = start.index + start[0].length
    let from = inside
    while (/\s/.test(css[from] ?? '')) from += 1
    const quote = css[from] === '"' || css[from] === "'" ? (css[from] ?? '') : ''
    const end = css.indexOf(quote === '' ? ')' : quote, from + quote.length)
    // CSS itself ends such an address with the style sheet: nothing can follow.
    if (end === -1) return result + css.slice(copied, start.index)
    const close = quote === '' ? end : css.indexOf(')', end)
    if (close === -1) return result + css.slice(copied, start.index)
    result += css.slice(copied, start.index) + rewrite(css.slice(from + quote.length, end).trim())
    copied = close + 1
    starts.lastIndex = copied
  }
  return result + css.slice(copied)
}
