/** A server's reply, taken apart. */
export interface ServerReply {
  readonly code: number
  /** `5.1.1`; null when it gave none. */
  readonly enhancedCode: string | null
  readonly text: string
}

/** Null for what is no reply: an error of the network, say. */
export function parseReply(reply: string): ServerReply | null {
  const [first = ''] = reply.split('\n')
  const match = /^(\d{3})[ -]?(?:(\d\.\d{1,3}\.\d{1,3})[ ]?)?/.exec(first)
  if (!match) return null
  const text = reply
    .split(/\r?\n/)
    .map((line) => line.replace(/^\d{3}[ -]?(?:\d\.\d{1,3}\.\d{1,3}[ ]?)?/, ''))
    .join(' ')
  return { code: Number(match[1]), enhancedCode: match[2] ?? null, text }
}

/** What codes mean (RFC 3463, RFC 5248, RFC 7505) and what to do about them, the particular before the general. */
const meanings: readonly { readonly is: RegExp; readonly says: string }[] = [
  { is: /^5\.1\.1$/, says: 'This mailbox does not exist. Check the address.' },
  { is: /^5\.1\.(2|10)$/, says: 'The domain of this address takes no mail. Check what stands behind the @.' },
  { is: /^5\.1\.3$/, says: 'The address is not written as the server wants it.' },
  {
    is: /^5\.1\.[78]$/,
    says: 'The server does not accept the sender address. Use one of a domain that is set up with this provider.',
  },
  { is: /^[45]\.2\.2$/, says: 'The mailbox is full.' },
  { is: /^5\.2\.1$/, says: 'The mailbox exists but takes no mail.' },
  { is: /^4\.2\.1$/, says: 'The mailbox cannot be used at the moment.' },
  { is: /^5\.(2|3)\.(3|4)$/, says: 'The message is too large for this server or mailbox.' },
  { is: /^4\.3\.1$/, says: 'The server has no room at the moment.' },
  { is: /^4\.4\.\d+$/, says: 'The server has trouble reaching the next one.' },
  { is: /^[45]\.5\.3$/, says: 'There are too many recipients at once.' },
  { is: /^5\.6\.\d+$/, says: 'The server cannot take the message in this form.' },
  { is: /^5\.7\.(8|9)$/, says: 'The login was not accepted. Check user name and password of the upstream.' },
  {
    is: /^5\.7\.(2[0-9]|509)$/,
    says: 'The message did not pass the checks on who sent it (SPF, DKIM, DMARC). Set them up for the sender domain.',
  },
  { is: /^4\.7\.(1|0|28)$/, says: 'The server puts it off: greylisting, or too much at once. It is tried again.' },
  {
    is: /^5\.7\.1$/,
    says: 'The server refuses it by its policy: sender not allowed, relaying not allowed, or taken for spam.',
  },
]

const byCode: Readonly<Record<number, string>> = {
  421: 'The server ends the connection: it is busy or shuts down. It is tried again.',
  450: 'The mailbox cannot be used at the moment. It is tried again.',
  451: 'The server has a problem of its own, or puts the message off. It is tried again.',
  452: 'The server has no room, or too many recipients at once. It is tried again.',
  454: 'The server cannot do this at the moment. It is tried again.',
  500: 'The server did not understand the command.',
  501: 'The server did not accept how an address or a parameter is written.',
  503: 'The server expected another command at this point.',
  521: 'This server takes no mail.',
  530: 'The server wants a login or TLS first. Set it up in the upstream.',
  535: 'The login was not accepted. Check user name and password of the upstream.',
  550: 'The server refuses this recipient or this message. Its text says why.',
  551: 'The recipient is not here.',
  552: 'The message is too large, or the mailbox is full.',
  553: 'The server does not accept this address.',
  554: 'The server refuses the message. Its text says why.',
  556: 'The domain of this address takes no mail.',
}

/** A reply in plain words, with what to do. */
export function explainReply(reply: ServerReply): string {
  const { code, enhancedCode } = reply
  const found = enhancedCode === null ? undefined : meanings.find(({ is }) => is.test(enhancedCode))
  if (found) return found.says
  return (
    byCode[code] ?? (code >= 500 ? 'The server refuses it for good.' : 'The server puts it off; it is tried again.')
  )
}

/** The server says that it gets too much at once, of everybody's mail and not of one mailbox. */
export function saysSlowDown({ code, enhancedCode, text }: ServerReply): boolean {
  if (code < 400 || code > 499 || enhancedCode?.startsWith('4.2.')) return false
  return (
    enhancedCode === '4.7.28' ||
    /too many (messages|connections|mails|emails|requests)|rate.?limit|throttl|slow down|too fast|temporarily (deferred|blocked)/i.test(
      text,
    )
  )
}
