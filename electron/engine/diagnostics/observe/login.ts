import { createHmac } from 'node:crypto'
import type { LoginTry } from '../../../../shared/model/diagnosis/observation.ts'
import type { Conversation, Heard } from './conversation.ts'

export interface Login {
  readonly username: string
  readonly password: string
}

/** The mechanism of ours that a server offers, the plainest first: within TLS none is safer than another for the reader. */
export function mechanismFor(offered: readonly string[]): 'PLAIN' | 'LOGIN' | 'CRAM-MD5' | null {
  return (['PLAIN', 'LOGIN', 'CRAM-MD5'] as const).find((one) => offered.includes(one)) ?? null
}

/** One login (RFC 4954 4). The dialogue shows none of it: what is said is written down as `AUTH PLAIN ***`. */
export async function tryLogin(
  conversation: Conversation,
  mechanism: 'PLAIN' | 'LOGIN' | 'CRAM-MD5',
  { username, password }: Login,
  milliseconds: number,
  signal: AbortSignal,
): Promise<Omit<LoginTry, 'cleaned'>> {
  const ask = (line: string, shown: string) => conversation.ask(line, milliseconds, signal, shown)
  const began = performance.now()
  let heard: Heard
  if (mechanism === 'PLAIN') {
    const response = base64(`\0${username}\0${password}`)
    heard = await ask(`AUTH PLAIN ${response}`, 'AUTH PLAIN ***')
    // It knows no initial response (RFC 4954 4), and waits for one.
    if (heard.code === 334) heard = await ask(response, '***')
  } else {
    heard = await ask(`AUTH ${mechanism}`, `AUTH ${mechanism}`)
    if (heard.code === 334 && mechanism === 'CRAM-MD5') heard = await ask(cramMd5(heard, username, password), '***')
    else if (heard.code === 334) {
      heard = await ask(base64(username), '***')
      if (heard.code === 334) heard = await ask(base64(password), '***')
    }
  }
  return {
    mechanism,
    code: heard.code,
    reply: heard.lines.length === 0 ? null : heard.lines.join('\n'),
    ended: heard.ended,
    milliseconds: performance.now() - began,
  }
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}

/** RFC 2195: the name, and the challenge signed with the password. */
function cramMd5({ lines }: Heard, username: string, password: string): string {
  const challenge = Buffer.from((lines[0] ?? '').slice(4).trim(), 'base64')
  const digest = createHmac('md5', password).update(challenge).digest('hex')
  return base64(`${username} ${digest}`)
}
