import type { Manners } from '../../shared/model/listenerManners.ts'
import type { ProfileName } from '../../shared/model/manners.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Listener } from '../../shared/model/system.ts'
import type { Announcer } from './announce.ts'
import { explainBindFailure } from './bindFailure.ts'

type Wanted = Pick<Listener, 'host' | 'port' | 'security' | 'profile'>

/** What opening a port gives back; the SMTP room has the real one. */
interface OpenPort extends Pick<Listener, 'host' | 'port' | 'security'> {
  close(): Promise<void>
}
type OpenAPort = (listener: Omit<Wanted, 'profile'> & { manners: Manners | null }) => Promise<OpenPort>

interface Slot {
  readonly wanted: Wanted
  readonly open: OpenPort | null
  readonly listener: Listener
}

/** The ports that speak SMTP, as the settings want them and as the system let us have them. */
export class Listeners {
  readonly #openPort: OpenAPort
  readonly #mannersOf: (profile: ProfileName) => Manners | null
  readonly #announcer: Announcer
  #slots: readonly Slot[] = []

  constructor(openPort: OpenAPort, mannersOf: (profile: ProfileName) => Manners | null, announcer: Announcer) {
    this.#openPort = openPort
    this.#mannersOf = mannersOf
    this.#announcer = announcer
  }

  list(): Listener[] {
    return this.#slots.map((slot) => slot.listener)
  }

  /** Opens, moves and retries until the ports are those of the settings; one that cannot be had says why. */
  async follow(settings: Settings['smtp']): Promise<void> {
    const { host, profile } = settings
    const wanted: Wanted[] = [
      { host, port: settings.port, security: 'starttls', profile },
      { host, port: settings.tlsPort, security: 'tls', profile },
      ...settings.more.map((more) => ({ host, ...more })),
    ]
    // Each slot is kept once, also where two listeners are wanted alike (on any free port).
    const left = this.#slots.filter(({ open }) => open !== null)
    const kept = wanted.map((one) => {
      const at = left.findIndex((slot) => same(one, slot.wanted))
      return at === -1 ? null : (left.splice(at, 1)[0] ?? null)
    })
    // Close first: two listeners may be exchanging their ports.
    await Promise.all(left.map(async (slot) => slot.open?.close()))
    this.#slots = await Promise.all(wanted.map(async (one, index) => kept[index] ?? this.#open(one)))
    this.#announcer.announce({ type: 'listenersChanged', listeners: this.list() })
  }

  async #open(wanted: Wanted): Promise<Slot> {
    const { profile, ...address } = wanted
    const manners = this.#mannersOf(profile)
    if (manners?.noImplicitTls && wanted.security === 'tls') return failed(wanted, manners.noImplicitTls, null)
    try {
      const open = await this.#openPort({ ...address, manners })
      const { host, port, security } = open
      return { wanted, open, listener: { host, port, security, profile, state: { is: 'listening' } } }
    } catch (error) {
      const { message, nextFreePort } = await explainBindFailure(error, wanted.host, wanted.port)
      return failed(wanted, message, nextFreePort)
    }
  }
}

function failed(wanted: Wanted, message: string, nextFreePort: number | null): Slot {
  return { wanted, open: null, listener: { ...wanted, state: { is: 'failed', message, nextFreePort } } }
}

function same(one: Wanted, other: Wanted): boolean {
  return (
    one.host === other.host &&
    one.port === other.port &&
    one.security === other.security &&
    one.profile === other.profile
  )
}
