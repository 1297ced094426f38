import { nothingSaid, portOf, type SmtpSettings } from './smtpRead.ts'
import { checksSwitchedOff, readSmtpUrl } from './smtpUrl.ts'

const longestCommand = 4_000
const tools = /^(?:.*[/\\])?(telnet|nc|ncat|netcat|openssl|swaks|curl|tnc|test-netconnection)(?:\.exe|\.pl)?$/i

/**
 * The command line of telnet, nc, openssl s_client, swaks, curl or Test-NetConnection, wherever it is among other lines. Null
 * without one.
 */
export function readCommand(text: string): SmtpSettings | null {
  const lines = text.replace(/[\\`^]\r?\n/g, ' ').split(/[\r\n]/)
  for (const line of lines) {
    if (!/telnet|nc|netc|openssl|swaks|curl/i.test(line.slice(0, 200))) continue
    const given = shellWords(line.slice(0, longestCommand)).filter(
      (word, at) => at > 2 || !/^([$>#%]|sudo|PS>?)$/.test(word),
    )
    const tool = tools.exec(given[0] ?? '')?.[1]?.toLowerCase()
    if (tool === undefined) continue
    const said = read(tool, given.slice(1))
    if (said && said.host !== '') return said
  }
  return null
}

function read(tool: string, words: readonly string[]): SmtpSettings | null {
  if (tool === 'openssl') return words.includes('s_client') ? openssl(words) : null
  if (tool === 'swaks') return swaks(words)
  if (tool === 'curl') return curl(words)
  const named = valueOf(words, /^-(computername|cn)$/i)
  const plain = words.filter((word) => !word.startsWith('-'))
  const [host = '', port = ''] = named === null ? plain : [named, valueOf(words, /^-p(ort)?$/i) ?? '']
  const split = place(host)
  return { ...nothingSaid(), host: split.host, port: portOf(port) ?? split.port }
}

function openssl(words: readonly string[]): SmtpSettings {
  const { host, port } = place(
    valueOf(words, /^--?(connect|host)$/) ?? words.findLast((word) => /^[^-].*:\d+$/.test(word)) ?? '',
  )
  const starttls = valueOf(words, /^--?starttls$/) !== null
  return {
    ...nothingSaid(),
    host,
    port: port ?? portOf(valueOf(words, /^--?port$/) ?? ''),
    security: starttls ? 'starttls' : 'tls',
    serverName: valueOf(words, /^--?servername$/),
  }
}

function swaks(words: readonly string[]): SmtpSettings {
  const { host, port } = place(valueOf(words, /^(--?server|-s)$/) ?? '')
  const has = (pattern: RegExp) => words.some((word) => pattern.test(word))
  const security = has(/^(--?tls-on-connect|--?tlsc|-tlsc)$/)
    ? 'tls'
    : has(/^(--?tls|-tls)$/)
      ? 'starttls'
      : has(/^--?(tls-optional|tlso)/)
        ? 'opportunistic'
        : 'none'
  return {
    ...nothingSaid(),
    host,
    port: portOf(valueOf(words, /^(--?port|-p)$/) ?? '') ?? port,
    security,
    username: valueOf(words, /^(--?auth-user|-au)$/),
    password: valueOf(words, /^(--?auth-password|-ap)$/),
    serverName: valueOf(words, /^--?tls-sni$/),
  }
}

function curl(words: readonly string[]): SmtpSettings | null {
  const said = readSmtpUrl(words.find((word) => /^(--url=)?smtps?:\/\//i.test(word)) ?? '')
  if (!said) return null
  if (said.security === 'auto')
    said.security = words.includes('--ssl-reqd') ? 'starttls' : words.includes('--ssl') ? 'opportunistic' : 'none'
  const user = valueOf(words, /^(--user|-u)$/)
  if (user !== null) {
    const colon = user.indexOf(':')
    said.username = colon < 0 ? user : user.slice(0, colon)
    said.password = colon < 0 ? null : user.slice(colon + 1)
  }
  if (words.includes('-k') || words.includes('--insecure')) said.notes.push(checksSwitchedOff)
  return said
}

/** `--server host`, `--server=host`. */
function valueOf(words: readonly string[], option: RegExp): string | null {
  for (const [at, word] of words.entries()) {
    const equals = word.indexOf('=')
    if (option.test(word)) {
      const next = words[at + 1]
      return next === undefined || next.startsWith('-') ? null : next
    }
    if (equals > 0 && option.test(word.slice(0, equals))) return word.slice(equals + 1)
  }
  return null
}

function place(text: string): { host: string; port: number | null } {
  const [, host = text, port = ''] =
    /^\[([^\]]{1,100})\](?::(\d{1,5}))?$/.exec(text) ?? /^([^:]{1,300}):(\d{1,5})$/.exec(text) ?? []
  return { host, port: portOf(port) }
}

/** As a shell parts them, quotation marks and backslashes undone; nothing is expanded. */
function shellWords(line: string): string[] {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at)
    if (quote !== '') {
      if (char === quote) quote = ''
      else if (char === '\\' && quote === '"' && /["\\$`]/.test(line.charAt(at + 1)))
        word = (word ?? '') + line.charAt(++at)
      else word = (word ?? '') + char
    } else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if (char === '\\' && at + 1 < line.length) word = (word ?? '') + line.charAt(++at)
    else if (/[\s|;&]/.test(char)) {
      if (word !== null) words.push(word)
      word = null
      if (!/\s/.test(char)) break
    } else word = (word ?? '') + char
  }
  if (word !== null) words.push(word)
  return words
}
