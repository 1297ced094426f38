/** A name and its value, as some configuration has them. */
export interface Pair {
  /** `MAIL_HOST`, `spring.mail.host`, `user`. */
  readonly name: string
  /** Names of the blocks around it, outermost first: `auth` of Nodemailer's `user`. */
  readonly path: readonly string[]
  /** Without quotation marks, comment and separator. */
  readonly value: string
  readonly quoted: boolean
  /** What was odd about how it was written, to be put after its name; empty when nothing was. */
  readonly odd: string
}

const longestText = 100_000
const deepest = 12
/** `NAME=value`, `name: "value",`, `'name' => 'value'`, `:name => value`, `$mail->Name = value`. */
const pair =
  /^\s*(?:(?:export|set|const|let|var)\s+|-\s+)?(?:\$\w{1,40}->|\$?\w{1,40}\[|:)?['"]?([A-Za-z][\w.-]{0,60})['"]?\]?\s*(?:=>|[:=])\s*(.*)$/
/** `SMTP Host: value`, as help pages have it. */
const sentence = /^\s*([A-Za-z][A-Za-z -]{2,30}):\s+(\S.*)$/
/** `define('NAME', value);` of PHP. */
const defined = /^\s*define\(\s*['"](\w{1,60})['"]\s*,\s*([^)\n]{1,500})\)/
/** `- "NAME=value"` of docker-compose: the marks are those of YAML. */
const quotedEntry = /^(\s{0,99}-\s{1,9})(["'])([A-Za-z_][\w.-]{0,60}=.*)\2\s*$/
const environment = /^\s*(?:export\s+|set\s+|-\s+)?[A-Za-z_][\w.-]{0,60}=/
const follows =
  /^\s*(?:$|[}\])]|['"][\w.-]{1,60}['"]\s*(?:=>|[:=])|:?[A-Za-z_][\w.-]{0,60}\s*(?:=>|:[\s'"\d]|=\s*['"\d]))/

/**
 * Reads the pairs of .env files, objects and arrays of JavaScript, JSON, PHP, Ruby and Python, YAML, properties, and the
 * text of a dashboard, where a label that `isLabel` knows stands on one line and its value on the next. Comments are left
 * out. Pure; one pass over at most 100,000 characters.
 */
export function readPairs(text: string, isLabel: (name: string) => boolean): Pair[] {
  const found: Pair[] = []
  const lines = text
    .slice(0, longestText)
    .replaceAll('\u00a0', ' ')
    .split(/\r\n|[\r\n]/)
  const blocks: { name: string; indent: number | null }[] = []
  let inComment = false
  let taken = -1
  lines.forEach((written, index) => {
    const line = written.replace(defined, '$1=$2').replace(quotedEntry, '$1$3')
    const bare = line.trim()
    if (inComment) {
      inComment = !bare.includes('*/')
      return
    }
    if (bare.startsWith('/*')) {
      inComment = !bare.includes('*/')
      return
    }
    if (bare === '' || index === taken || /^(#|\/\/|;|<!--|\*)/.test(bare)) return
    const indent = line.length - line.trimStart().length
    // What was opened by indentation ends where the indentation does; braces end by themselves.
    for (let last = blocks.at(-1); last && last.indent !== null && last.indent >= indent; last = blocks.at(-1)) {
      blocks.pop()
    }
    for (const piece of pieces(line)) {
      const [, name, rest] = pair.exec(piece.text) ?? labelled(piece.text, isLabel)
      const path = blocks.map((block) => block.name).filter((one) => one !== '')
      if (name !== undefined && rest !== undefined && rest.trim() !== '') found.push({ name, path, ...clean(rest) })
      const label = piece.text.trim()
      if (piece.end === 'open' && blocks.length < deepest) blocks.push({ name: name ?? '', indent: null })
      else if (piece.end === 'close') closeBlock(blocks)
      else if (name !== undefined && rest?.trim() === '' && /[:=]$/.test(label)) {
        const next = lines[index + 1] ?? ''
        const value = next.trim()
        if (isLabel(name) && isAlone(value) && !pair.test(next)) {
          found.push({ name, path, ...clean(value) })
          taken = index + 1
        } else if (label.endsWith(':') && blocks.length < deepest) blocks.push({ name, indent })
      } else if (name === undefined && /^[A-Za-z][A-Za-z -]{2,30}$/.test(label) && isLabel(label)) {
        const value = lines[index + 1]?.trim() ?? ''
        if (isAlone(value)) found.push({ name: label, path, ...clean(value) })
      }
    }
  })
  return found
}

function labelled(text: string, isLabel: (name: string) => boolean): readonly string[] {
  const found = sentence.exec(text)
  return found !== null && isLabel(found[1] ?? '') ? found : []
}

function isAlone(value: string): boolean {
  return value !== '' && !/\s/.test(value)
}

/** A brace ends what was opened within it by indentation as well. */
function closeBlock(blocks: { indent: number | null }[]): void {
  const open = blocks.findLastIndex((block) => block.indent === null)
  if (open >= 0) blocks.length = open
}

interface Piece {
  readonly text: string
  readonly end: 'open' | 'close' | 'next'
}

/** `auth: { user: 'a', pass: 'b' }` is `auth:`, `user: 'a'` and `pass: 'b'`. What is between quotation marks stays together. */
function pieces(line: string): Piece[] {
  if (environment.test(line) && !/=\s*(?:\{(?!\{)|\[)/.test(line.slice(0, 80))) return [{ text: line, end: 'next' }]
  const result: Piece[] = []
  let start = 0
  let quote = ''
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at)
    if (quote !== '') {
      if (char === '\\') at++
      else if (char === quote) quote = ''
      continue
    }
    if (/["'`]/.test(char) && /[\s:=>({[,]/.test(line.charAt(at - 1) || ' ')) {
      // A mark without its other half is part of the value.
      if (line.includes(char, at + 1)) quote = char
      continue
    }
    if (char === '{' && (/[$#%{]/.test(line.charAt(at - 1)) || line.charAt(at + 1) === '{')) {
      const end = line.slice(at, at + 200).indexOf('}')
      at += Math.max(end, 0)
      if (end >= 0 && line.charAt(at + 1) === '}') at++
      continue
    }
    // `os.environ['NAME']`: what is looked up, not a list.
    const lookup = char === '[' ? /^\[\s{0,9}(["']?)[\w.-]{1,80}\1\s{0,9}\]/.exec(line.slice(at, at + 110)) : null
    if (lookup && /[\w)\]]/.test(line.charAt(at - 1))) {
      at += lookup[0].length - 1
      continue
    }
    const opens = char === '{' || (char === '[' && /(=>|[:=(])\s*$/.test(line.slice(Math.max(start, at - 4), at)))
    const closes = char === '}' || (char === ']' && /^\s*[,;)\]}]*\s*$/.test(line.slice(at + 1, at + 20)))
    const separates = (char === ',' || char === ';') && follows.test(line.slice(at + 1, at + 90))
    if (!opens && !closes && !separates) continue
    result.push({ text: line.slice(start, at), end: opens ? 'open' : closes ? 'close' : 'next' })
    start = at + 1
  }
  result.push({ text: line.slice(start), end: 'next' })
  return result
}

/** A value without quotation marks, separator at its end and comment. Spaces inside quotation marks go, and are told. */
function clean(text: string): Pick<Pair, 'value' | 'quoted' | 'odd'> {
  const bare = withoutSeparator(text).replace(/^"""(.*)"""$/, '"$1"')
  const quote = /^["'`]/.exec(bare)?.[0]
  const end = quote === undefined ? -1 : closing(bare, quote)
  if (quote === undefined || end < 0) {
    const value = withoutSeparator(withoutComment(bare))
    const odd = /^["'`]|["'`]$/.test(value) ? 'has a quotation mark on one side only' : ''
    return { value, quoted: false, odd }
  }
  const inner = bare.slice(1, end)
  if (inner.trim() !== inner)
    return { value: inner.trim(), quoted: true, odd: 'has a space inside its quotation marks' }
  const value = inner.replace(/\\([\\"'$`])/g, '$1')
  return { value, quoted: true, odd: inner.endsWith('\\n') ? 'ends with \\n' : '' }
}

/** Where a quoted text ends: at the next mark that nothing but a comment or more code follows, else at the last one. */
function closing(text: string, quote: string): number {
  for (let at = 1; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++
    else if (text.charAt(at) === quote)
      return /^\s*($|[#,;)|?&.]|\/\/)/.test(text.slice(at + 1, at + 20)) || text.at(-1) !== quote ? at : text.length - 1
  }
  return -1
}

/** By hand: a pattern for "spaces at the end" takes quadratic time on spaces that are not at the end. */
function withoutSeparator(text: string): string {
  let end = text.length
  while (end > 0 && /[\s,;]/.test(text.charAt(end - 1))) end--
  return text.slice(0, end).trim()
}

function withoutComment(text: string): string {
  for (let at = text.indexOf('#', 1); at > 0; at = text.indexOf('#', at + 1)) {
    if (/\s/.test(text.charAt(at - 1))) return text.slice(0, at).trim()
  }
  const slashes = text.indexOf(' //')
  return slashes < 0 ? text : text.slice(0, slashes).trim()
}
