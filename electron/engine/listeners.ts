import type { Settings } from '../../shared/model/settings.ts'
import type { Listener } from '../../shared/model/system.ts'
import type { Announcer } from './announce.ts'
import { explainBindFailure } from './bindFailure.ts'

type Address = Pick<Listener, 'host' | 'port' | 'security'>

/** What opening a port gives back; the SMTP room has the real one. */
interface OpenPort extends Address {
  close(): Promise<void>
}

interface Slot {
  readonly wanted: Address
  readonly open: OpenPort | null
  readonly listener: Listener
}

/** The ports that speak SMTP, as the settings want them and as the system let us have them. */
export class Listeners {
  readonly #openPort: (address: Address) => Promise<OpenPort>
  readonly #announcer: Announcer
  #slots: Slot[] = []

  constructor(openPort: (address: Address) => Promise<OpenPort>, announcer: Announcer) {
    this.#openPort = openPort
    this.#announcer = announcer
  }

  list(): Listener[] {
    return this.#slots.map((slot) => slot.listener)
  }

  /** Opens, moves and retries until the ports are those of the settings; one that cannot be had says why. */
  async follow(settings: Settings['smtp']): Promise<void> {
    const wanted: Address[] = [
      { host: settings.host, port: settings.port, security: 'starttls' },
      { host: settings.host, port: settings.tlsPort, security: 'tls' },
    ]
    const kept = this.#slots.filter((slot) => slot.open && wanted.some((address) => same(address, slot.wanted)))
    // Close first: two listeners may be exchanging their ports.
    await Promise.all(this.#slots.filter((slot) => !kept.includes(slot)).map(async (slot) => slot.open?.close()))
    this.#slots = await Promise.all(
      wanted.map(async (address) => kept.find((slot) => same(address, slot.wanted)) ?? this.#open(address)),
    )
    this.#announcer.announce({ type: 'listenersChanged', listeners: this.list() })
  }

  async #open(wanted: Address): Promise<Slot> {
    try {
      const open = await this.#openPort(wanted)
      const { host, port, security } = open
      return { wanted, open, listener: { host, port, security, profile: 'sandpost', state: { is: 'listening' } } }
    } catch (error) {
      const failure = await explainBindFailure(error, wanted.host, wanted.port)
      return { wanted, open: null, listener: { ...wanted, profile: 'sandpost', state: { is: 'failed', ...failure } } }
    }
  }
}

function same(one: Address, other: Address): boolean {
  return one.host === other.host && one.port === other.port && one.security === other.security
}
