import type { Manners } from '../../../shared/model/listenerManners.ts'
import type { SmtpLimits } from '../../../shared/model/settings.ts'
import type { Faults } from './faults/faults.ts'
import { Gate } from './gate.ts'
import type { SessionHouse } from './house.ts'
import type { SmtpServerOptions } from './server.ts'

/** The server as its sessions see it: once with our own manners, and once for each provider whose manners a listener has. */
export class Houses {
  readonly #options: SmtpServerOptions
  readonly #faults: Faults
  readonly #gate: Gate
  readonly #houses = new Map<Manners | null, SessionHouse>()

  constructor(options: SmtpServerOptions, faults: Faults) {
    this.#options = options
    this.#faults = faults
    this.#gate = new Gate(options.limits)
  }

  /** Listeners of one provider share a house, and so what is counted: as its customers see it, they are one server. */
  of(manners: Manners | null): SessionHouse {
    const known = this.#houses.get(manners)
    if (known !== undefined) return known
    const made = manners === null ? this.#ownHouse() : this.#houseOf(manners)
    this.#houses.set(manners, made)
    return made
  }

  /** How often to look for sessions that have waited too long, in milliseconds. */
  sweepEvery(): number {
    const seconds = [...this.#houses.values()].map((house) => {
      const { commandSeconds, dataSeconds } = house.limits()
      return Math.min(commandSeconds, dataSeconds)
    })
    return Math.min(1_000, ...seconds.map((each) => each * 500))
  }

  forget(now: number): void {
    for (const { gate } of this.#houses.values()) gate.forget(now)
  }

  #ownHouse(): SessionHouse {
    const { hostname, backend, limits, loginMode, loginWithoutTls, cramMd5 } = this.#options
    return {
      hostname,
      backend,
      limits,
      loginRequired: () => loginMode() === 'required',
      loginWithoutTls,
      cramMd5,
      gate: this.#gate,
      faults: this.#faults,
      manners: null,
    }
  }

  #houseOf(manners: Manners): SessionHouse {
    const own = this.#ownHouse()
    const limits = merged(own.limits, manners.limits)
    return {
      ...own,
      manners,
      limits,
      gate: new Gate(limits, this.#gate),
      loginRequired: () => manners.loginRequired || own.loginRequired(),
      loginWithoutTls: () => !manners.tlsRequired && own.loginWithoutTls(),
    }
  }
}

/** Merged once per change of the settings, since limits are read with every command. */
function merged(settings: () => SmtpLimits, manners: Partial<SmtpLimits>): () => SmtpLimits {
  let seen: SmtpLimits | null = null
  let result = settings()
  return () => {
    const now = settings()
    if (now !== seen) {
      seen = now
      result = { ...now, ...manners }
    }
    return result
  }
}
