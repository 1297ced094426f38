import type { LoginFacts, Session, SessionEnding, TlsFacts } from '../../../shared/model/session.ts'
import { replyLines, type SmtpReply } from './reply.ts'
import { nextSessionId } from './sessionIds.ts'
import { Transcript } from './transcript.ts'

export type Origin = Pick<Session, 'listenerPort' | 'security' | 'remoteAddress' | 'remotePort'>

/** What is kept of a session: its facts and what was said. */
export class SessionRecord {
  readonly transcript: Transcript
  /** The time of the turn, set with each chunk that comes in. */
  now: number
  readonly #facts: Session

  constructor(origin: Origin) {
    this.now = Date.now()
    this.transcript = new Transcript(this.now)
    this.#facts = {
      id: nextSessionId(),
      listenerPort: origin.listenerPort,
      security: origin.security,
      remoteAddress: origin.remoteAddress,
      remotePort: origin.remotePort,
      startedAt: new Date(this.now).toISOString(),
      endedAt: null,
      ending: 'open',
      clientName: null,
      tls: null,
      login: null,
      messages: 0,
      refusals: 0,
      lastRefusal: null,
    }
  }

  get facts(): Readonly<Session> {
    return this.#facts
  }

  /** The facts as they are now, for others to keep. */
  snapshot(): Session {
    return { ...this.#facts }
  }

  heard(line: string): void {
    this.transcript.add('client', line, this.#facts.tls !== null, this.now)
  }

  /** Returns the reply as it goes over the wire. */
  said(reply: SmtpReply): string {
    let text = ''
    for (const line of replyLines(reply)) {
      this.transcript.add('server', line, this.#facts.tls !== null, this.now)
      text += `${line}\r\n`
      if (reply.code >= 400) this.#facts.lastRefusal = line
    }
    if (reply.code >= 400) this.#facts.refusals += 1
    return text
  }

  /** A line of ours, in brackets so that nobody takes it for the dialogue. */
  note(text: string): void {
    this.transcript.add('note', `[${text}]`, this.#facts.tls !== null, this.now)
  }

  greeted(clientName: string): void {
    this.#facts.clientName = clientName
  }

  captured(): void {
    this.#facts.messages += 1
  }

  loggedIn(login: LoginFacts): void {
    this.#facts.login = login
  }

  /** Why something was refused after the login, for the owner. */
  explained(why: Pick<LoginFacts, 'reason' | 'explanation'>): void {
    if (this.#facts.login)
      this.#facts.login = { ...this.#facts.login, reason: why.reason, explanation: why.explanation }
  }

  /** RFC 3207 4.2: what was said before TLS counts for nothing. */
  secured(tls: TlsFacts): void {
    this.#facts.tls = tls
    this.#facts.clientName = null
    this.#facts.login = null
    const name = tls.serverName === null ? '' : `, server name ${tls.serverName}`
    this.note(`TLS established: ${tls.protocol}, ${tls.cipher}${name}`)
  }

  /** The first ending counts. */
  ends(ending: SessionEnding): void {
    if (this.#facts.ending === 'open') this.#facts.ending = ending
  }

  over(): void {
    this.ends('clientClosed')
    this.#facts.endedAt = new Date().toISOString()
  }
}
