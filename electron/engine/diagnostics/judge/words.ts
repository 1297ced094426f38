import type { Endpoint } from '../../../../shared/model/diagnosis/observation.ts'

/** What servers send may be long: sentences take this much of it, `evidence` the rest. */
const longest = 120

/** The text in one line, cut where it is too long for a sentence. */
export function short(text: string, limit = longest): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= limit ? line : `${line.slice(0, limit - 1).trimEnd()}…`
}

/** In quotation marks, cut to fit a sentence. */
export function quoted(text: string, limit = longest): string {
  return `“${short(text, limit)}”`
}

/** "a", "a and b", "a, b and c"; cut after eight with the number of the rest. */
export function list(items: readonly string[], last = 'and'): string {
  const unique = [...new Set(items)].filter((item) => item !== '')
  if (unique.length > 8) return `${unique.slice(0, 8).join(', ')} ${last} ${unique.length - 8} more`
  if (unique.length < 2) return unique.join('')
  return `${unique.slice(0, -1).join(', ')} ${last} ${unique.at(-1)}`
}

/** "240 ms", "3.3 s". */
export function duration(milliseconds: number): string {
  return milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`
}

/** "1 day", "5 days". */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

/** The day of an ISO date, "2026-11-21". */
export function day(date: string): string {
  return date.slice(0, 10)
}

/** "port 587", "ports 25 and 587". */
export function portsOf(endpoints: readonly Endpoint[]): string {
  const ports = [...new Set(endpoints.map(({ port }) => port))]
  return `${ports.length === 1 ? 'port' : 'ports'} ${list(ports.map(String))}`
}

/** "192.0.2.1:587", "[2001:db8::1]:587". */
export function place(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** What sentences begin with here that is surely no name. */
const ordinary =
  /^(An?|The|This|That|These|There|It|Its|No|Not|None|Nothing|Nobody|Something|Somebody|Everything|Everybody|Every|Ports?|Parts?|Logins?|Sender|Reply|Replies|Line|Lines|Looking|Connecting|Encryption|Certificate|Checks?|Without|With|Only|One|Some|Other|What|Whoever|Who|Unencrypted|User|Password|Host|Use|Take|Set|Remove|Put|Type|Leave|Look|They|At|In|On|Two|Mechanisms?)(?![\w-])/

/** To go on after a colon: the first letter small where it is a word that has a capital for its place alone. */
export function continued(sentence: string, names: readonly string[]): string {
  if (!ordinary.test(sentence) || names.some((name) => sentence.startsWith(name))) return sentence
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}

export function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

/** Whether an address is of this machine alone. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.toLowerCase().startsWith('::ffff:127.')
}

/** Whether an address belongs to a private or link-local network (RFC 1918, 4193, 3927, 4291). */
export function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i.test(address)
}
