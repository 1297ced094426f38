import type { ClientError, SmtpClient } from '../../mailer.ts'

/** How long a connection is kept for the next message. Servers close idle ones after 10 s at the earliest. */
const idleMs = 8_000

export interface Lent {
  readonly client: SmtpClient
  /** Messages it has carried. */
  carried: number
}

/** Connections to one upstream, opened when needed and used again while they are good. */
export class Connections {
  readonly #connect: () => Promise<SmtpClient>
  readonly #messagesPerConnection: () => number
  readonly #idle: { lent: Lent; timer: NodeJS.Timeout }[] = []
  readonly #all = new Set<SmtpClient>()

  /** `connect` greets and logs in; rejects with ClientError. */
  constructor(parts: { connect: () => Promise<SmtpClient>; messagesPerConnection: () => number }) {
    this.#connect = parts.connect
    this.#messagesPerConnection = parts.messagesPerConnection
  }

  /** Rejects with ClientError. */
  async borrow(): Promise<Lent> {
    for (let kept = this.#idle.pop(); kept; kept = this.#idle.pop()) {
      clearTimeout(kept.timer)
      if (!kept.lent.client.isOver) return kept.lent
      this.#all.delete(kept.lent.client)
    }
    const client = await this.#connect()
    this.#all.add(client)
    return { client, carried: 0 }
  }

  /** After a transaction that came to its end. */
  giveBack(lent: Lent): void {
    if (lent.client.isOver || lent.carried >= this.#messagesPerConnection()) {
      this.#all.delete(lent.client)
      lent.client.quit()
      return
    }
    const kept = {
      lent,
      timer: setTimeout(() => {
        this.#idle.splice(this.#idle.indexOf(kept), 1)
        this.#all.delete(lent.client)
        lent.client.quit()
      }, idleMs),
    }
    this.#idle.push(kept)
  }

  /** After one that broke off. */
  discard({ client }: Lent): void {
    this.#all.delete(client)
    client.close()
  }

  /** Ends all, also those in use: their transactions fail. */
  close(): void {
    for (const { timer } of this.#idle.splice(0)) clearTimeout(timer)
    for (const client of this.#all) client.close()
    this.#all.clear()
  }
}

/** Whether the server may have taken the message although no answer to it arrived: it was let go on with 354. */
export function mayHaveTaken(error: ClientError, dialogue: string): boolean {
  return error.reply === null && /^S: 354/m.test(dialogue)
}
