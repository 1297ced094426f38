const addressInCss = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)/gi
const importRule = /@import\b[^;{}]*;?/gi
const namespaceRule = /@namespace\b[^;{}]*;?/gi
const imageSetString = /((?:-webkit-)?image-set\(|\bsrc\()([^)]*)/gi

/**
 * Puts every address of a style sheet through `decide`; what it refuses becomes an empty image. CSS can spell the
 * same thing in ways no pattern finds (escapes): the frame's policy stops those. This is for counting, `cid:` and depth.
 */
export function rewriteCss(css: string, decide: (address: string) => string | null): string {
  const seen = (address: string): string => {
    const allowed = decide(address)
    return allowed === null ? 'url("data:,")' : `url("${allowed.replaceAll(/["\\\n]/g, encodeURIComponent)}")`
  }
  return css
    .replaceAll(importRule, (rule) => {
      const address = /(?:url\(\s*)?["']?([^"')\s;]+)/i.exec(rule.slice('@import'.length))?.[1]
      if (address) decide(address)
      return ''
    })
    .replaceAll(namespaceRule, '')
    .replaceAll(addressInCss, (_, double?: string, single?: string, bare?: string) =>
      seen((double ?? single ?? bare ?? '').trim()),
    )
    .replaceAll(imageSetString, (whole, start: string, inside: string) =>
      /url\(/i.test(inside)
        ? whole
        : start + inside.replaceAll(/"([^"]*)"|'([^']*)'/g, (_, a?: string, b?: string) => seen(a ?? b ?? '')),
    )
}
