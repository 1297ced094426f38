import type { SmtpClient } from '../../mailer.ts'

/** How long a connection is kept for the next message. Servers close idle ones after 10 s at the earliest. */
const idleMs = 8_000

export interface Lent {
  readonly client: SmtpClient
  /** Messages it has carried. */
  carried: number
  /** Made with settings that have changed since: what it carries comes to its end, then it goes. */
  retired: boolean
}

/** Connections to one upstream, opened when needed and used again while they are good. */
export class Connections {
  readonly #connect: () => Promise<SmtpClient>
  readonly #messagesPerConnection: () => number
  readonly #idle: { lent: Lent; timer: NodeJS.Timeout }[] = []
  readonly #all = new Set<Lent>()
  /** Those that wait for a connection: called when it is not wanted any more. */
  readonly #giveUp = new Set<() => void>()

  /** `connect` greets and logs in; rejects with ClientError. */
  constructor(parts: { connect: () => Promise<SmtpClient>; messagesPerConnection: () => number }) {
    this.#connect = parts.connect
    this.#messagesPerConnection = parts.messagesPerConnection
  }

  /** Null when the settings changed, or all was closed, while it was made. Rejects with ClientError. */
  async borrow(): Promise<Lent | null> {
    for (let kept = this.#idle.pop(); kept; kept = this.#idle.pop()) {
      clearTimeout(kept.timer)
      if (!kept.lent.client.isOver) return kept.lent
      this.#all.delete(kept.lent)
    }
    const client = await this.#newClient()
    if (!client) return null
    const lent: Lent = { client, carried: 0, retired: false }
    this.#all.add(lent)
    return lent
  }

  /** After a transaction that came to its end. */
  giveBack(lent: Lent): void {
    if (lent.client.isOver || lent.retired || lent.carried >= this.#messagesPerConnection()) {
      this.#all.delete(lent)
      lent.client.quit()
      return
    }
    const kept = {
      lent,
      timer: setTimeout(() => {
        this.#idle.splice(this.#idle.indexOf(kept), 1)
        this.#all.delete(lent)
        lent.client.quit()
      }, idleMs),
    }
    this.#idle.push(kept)
  }

  /** After one that broke off. */
  discard(lent: Lent): void {
    this.#all.delete(lent)
    lent.client.close()
  }

  /** None of those there are is used for another message; what is under way comes to its end. */
  retire(): void {
    for (const give of this.#giveUp) give()
    this.#giveUp.clear()
    for (const { lent, timer } of this.#idle.splice(0)) {
      clearTimeout(timer)
      this.#all.delete(lent)
      lent.client.quit()
    }
    for (const lent of this.#all) lent.retired = true
  }

  /** Ends all, also those in use: their transactions fail. */
  close(): void {
    this.retire()
    for (const { client } of this.#all) client.close()
    this.#all.clear()
  }

  async #newClient(): Promise<SmtpClient | null> {
    const unwanted = Promise.withResolvers<null>()
    const giveUp = () => unwanted.resolve(null)
    this.#giveUp.add(giveUp)
    const connecting = this.#connect()
    try {
      const client = await Promise.race([connecting, unwanted.promise])
      if (client === null)
        void connecting.then(
          (late) => late.quit(),
          () => undefined,
        )
      return client
    } finally {
      this.#giveUp.delete(giveUp)
    }
  }
}
