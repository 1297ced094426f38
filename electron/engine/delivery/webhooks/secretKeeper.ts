import { makeSecret, type SigningKeys } from './signing.ts'
import type { Clock } from './clock.ts'
import type { Endpoint } from './tables/endpoints.ts'
import type { Secrets } from '../../secrets.ts'
import { formats } from './formats/index.ts'

/** After a rotation both secrets sign for so long, so that receivers can be changed one after the other. */
const overlapMs = 24 * 3_600_000

/** As it lies in the vault, in JSON. */
interface Kept {
  readonly secret: string
  readonly before?: { readonly secret: string; readonly until: number }
}

/** Endpoints' secrets: in the vault, under `webhook:<id>`, and nowhere else. */
export class SecretKeeper {
  readonly #secrets: Secrets
  readonly #clock: Clock

  constructor(secrets: Secrets, clock: Clock) {
    this.#secrets = secrets
    this.#clock = clock
  }

  /** Makes a new one and keeps it; the one before signs too for a while, where the format is ours. Throws what the vault throws. */
  renew(endpoint: Pick<Endpoint, 'id' | 'format'>): {
    readonly shown: string | null
    readonly publicKey: string | null
    readonly hint: string | null
  } {
    const { id, format } = endpoint
    const { signing } = formats[format]
    const made = makeSecret(signing)
    if (!made) {
      this.forget(id)
      return { shown: null, publicKey: null, hint: null }
    }
    const before = signing === 'standardWebhooks' ? this.#open(id) : null
    const kept: Kept = {
      secret: made.secret,
      ...(before?.secret.startsWith('whsec_') && {
        before: { secret: before.secret, until: this.#clock.now() + overlapMs },
      }),
    }
    this.#secrets.keep(nameOf(id), JSON.stringify(kept))
    return { shown: made.shown, publicKey: made.publicKey, hint: made.shown?.slice(-4) ?? null }
  }

  /** Null when the vault is locked or has lost it. */
  keys(endpointId: string): SigningKeys | null {
    const kept = this.#open(endpointId)
    if (!kept) return null
    const { secret, before } = kept
    return { secret, before: before && before.until > this.#clock.now() ? before.secret : null }
  }

  /** Whether the endpoint needs one that cannot be had. */
  isMissing({ id, format }: Endpoint): boolean {
    return formats[format].signing !== 'none' && this.#open(id) === null
  }

  forget(endpointId: string): void {
    this.#secrets.forget(nameOf(endpointId))
  }

  #open(id: string): Kept | null {
    try {
      const text = this.#secrets.open(nameOf(id))
      return text === null ? null : (JSON.parse(text) as Kept)
    } catch {
      // Locked, or sealed under another vault key: both mean that nothing can be signed now.
      return null
    }
  }
}

function nameOf(endpointId: string): string {
  return `webhook:${endpointId}`
}
