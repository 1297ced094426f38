import { hostname } from 'node:os'
import type { Socket } from 'node:net'
import type { Capabilities } from '../../../../shared/model/diagnosis/observation.ts'
import type { Conversation, Heard } from './conversation.ts'

/** EHLO; where that is not known, HELO (RFC 5321 3.2). What a server announces within TLS is asked anew (RFC 3207 4.2). */
export async function askCapabilities(
  conversation: Conversation,
  name: string,
  milliseconds: number,
  signal: AbortSignal,
): Promise<Capabilities> {
  const heard = await conversation.ask(`EHLO ${name}`, milliseconds, signal)
  const unknown = heard.code !== null && heard.code >= 500 && heard.code <= 504
  if (!unknown || !conversation.usable) return capabilitiesOf('EHLO', name, heard)
  const helo = await conversation.ask(`HELO ${name}`, milliseconds, signal)
  return capabilitiesOf('HELO', name, helo)
}

function capabilitiesOf(command: Capabilities['command'], name: string, heard: Heard): Capabilities {
  const announced =
    command === 'EHLO' && heard.code === 250 ? heard.lines.slice(1).map((line) => line.slice(4).trim()) : []
  const auth = new Set<string>()
  const keywords = new Set<string>()
  let size: number | null = null
  for (const line of announced) {
    // `AUTH=LOGIN` is how servers wrote it for Outlook 97 and still do.
    const [keyword = '', ...rest] = line.replace(/^AUTH=/i, 'AUTH ').split(/\s+/)
    keywords.add(keyword.toUpperCase())
    if (/^AUTH$/i.test(keyword)) for (const mechanism of rest.filter(Boolean)) auth.add(mechanism.toUpperCase())
    // 0 is "no fixed limit" (RFC 1870 4).
    if (/^SIZE$/i.test(keyword) && /^\d{1,15}$/.test(rest[0] ?? '')) size = Number(rest[0])
  }
  return {
    command,
    name,
    code: heard.code,
    lines: [...heard.lines],
    keywords: [...keywords],
    auth: [...auth],
    size,
    ended: heard.ended,
    milliseconds: heard.milliseconds,
    protocolErrors: [...heard.protocolErrors],
  }
}

/**
 * A name to say after EHLO that is true and harmless: this machine's own where it is a full one, else its address
 * (RFC 5321 4.1.3). Servers refuse bare names such as `laptop`.
 */
export function ownName(socket: Socket): string {
  const name = hostname()
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name)) return name
  const address = (socket.localAddress ?? '127.0.0.1').replace(/^::ffff:/, '')
  return address.includes(':') ? `[IPv6:${address}]` : `[${address}]`
}
