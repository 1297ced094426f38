/** What stands for a value instead of being one. `fallback`: what is taken when the variable is not set. */
export interface Placeholder {
  /** As it may be shown: a variable's name, or the words of a template. */
  readonly name: string
  readonly fallback: string | null
}

const variables: readonly RegExp[] = [
  // ${NAME}, ${NAME:-value}, ${NAME:value} of Spring, $NAME, #{NAME}
  /^[$#]\{\s*([A-Za-z_][\w.-]{0,80})\s*(?::[-=]?([^}]{0,200}))?\}$/,
  /^\$([A-Z_][A-Z0-9_]{2,80})$/,
  // {{ name }} of Jinja, Helm and Handlebars, %env(NAME)% of Symfony, %NAME%
  /^\{\{[-\s]*([^{}]{1,80}?)[-\s]*\}\}$/,
  /^%(?:env\()?(?:[a-z]{1,20}:)?([A-Za-z_]\w{0,80})\)?%$/,
  // process.env.NAME || 'value', import.meta.env.NAME ?? 'value', process.env['NAME']
  /^(?:\w{1,20}\()?(?:process|import\.meta|Deno|Bun)\.env(?:\.get\()?(?:\.|\[?['"])([A-Za-z_]\w{0,80})['"]?[\])!]*\s*(?:(?:\|\||\?\?)\s*['"`]?([^'"`]{0,200}?)['"`]?)?$/,
  // env('NAME', 'value'), os.environ.get("NAME", "value"), config('NAME', default='value'), getenv, ENV.fetch
  /^(?:\w{1,20}\()?(?:env|getenv|config|os\.getenv|os\.Getenv|os\.environ\.get|environ\.get|ENV\.fetch|env\.\w{1,10}|System\.getenv)\(\s*['"]([A-Za-z_]\w{0,80})['"]\s*(?:,\s*(?:default\s*=\s*)?['"]?([^'")]{0,200}?)['"]?)?\s*\)+$/,
  /^(?:\w{1,20}\()?(?:os\.environ|environ|ENV|\$_ENV|\$_SERVER|env)\[\s?['"]([A-Za-z_]\w{0,80})['"]\s?\]\)?(?:\.to_[is])?$/,
]
const words =
  /^(?:your|my|the|change|insert|enter|replace|put)[\s_-]?(?:own[\s_-]?)?(?:smtp|mail|email|app|api|secret|auth)?[\s_-]?(?:user(?:name)?|login|pass(?:word|wd)?|key|apikey|api[\s_-]?key|token|secret|host|server|me|it|here|this)(?:[\s_-]?here)?$/i

/** Recognises variables and templates. Only the first 400 characters count: what is longer is a value. */
export function readPlaceholder(value: string): Placeholder | null {
  const text = value.trim()
  if (text === '' || text.length > 400) return null
  for (const pattern of variables) {
    const [, name, fallback] = pattern.exec(text) ?? []
    if (name !== undefined) return { name, fallback: fallback === undefined || fallback === '' ? null : fallback }
  }
  if (/^<[^<>@]{1,80}>$/.test(text) || /^\[[a-z _-]{3,60}\]$/i.test(text)) return { name: text, fallback: null }
  if (words.test(text) || /^(?:x{4,}|todo|changeme|change-me|placeholder|redacted|\.{3}|…)$/i.test(text))
    return { name: text, fallback: null }
  return null
}
