import { randomUUID, X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import type { NewUpstream, Upstream, UpstreamChange, UpstreamSecrets } from '../../../shared/model/upstream.ts'
import type { MailDatabase } from '../database/open.ts'
import type { Notices } from '../notices.ts'
import type { Secrets } from '../secrets.ts'
import { RelayError } from './relayError.ts'
import { clientOptions, connect, usualTimeouts } from './sending/connect.ts'
import { Lane } from './sending/lane.ts'
import { countWaiting, holdThose } from './tables/deliveries.ts'
import {
  deleteUpstream,
  saveUpstream,
  selectUpstreams,
  type StoredUpstream,
  type UpstreamConfig,
} from './tables/upstreams.ts'
import { withoutUndefined } from '../withoutUndefined.ts'

interface Entry {
  stored: StoredUpstream
  readonly lane: Lane
}

/** These go to the token address, not to the server. */
const tokenSecrets: readonly UpstreamConfig['secrets'][number][] = ['clientSecret', 'refreshToken']
const secretNames = ['password', 'clientSecret', 'refreshToken', 'clientKey'] as const

/** The upstreams, each with its lane. */
export class Upstreams {
  readonly #db: MailDatabase
  readonly #secrets: Secrets
  readonly #notices: Pick<Notices, 'raise' | 'clear'>
  readonly #changed: () => void
  readonly #timeouts: typeof usualTimeouts
  readonly #entries = new Map<string, Entry>()

  constructor(parts: {
    db: MailDatabase
    secrets: Secrets
    notices: Pick<Notices, 'raise' | 'clear'>
    /** Something that is shown, or that the queue goes by, is different now. */
    changed: () => void
    timeouts?: typeof usualTimeouts | undefined
  }) {
    this.#db = parts.db
    this.#secrets = parts.secrets
    this.#notices = parts.notices
    this.#changed = parts.changed
    this.#timeouts = parts.timeouts ?? usualTimeouts
    for (const stored of selectUpstreams(parts.db)) this.#add(stored)
  }

  list(): Upstream[] {
    return [...this.#entries.values()].map((entry) => this.#shown(entry))
  }

  /** Throws NOT_FOUND, as all below do. */
  get(id: string): Upstream {
    return this.#shown(this.#entry(id))
  }

  nameOf(id: string): string | null {
    return this.#entries.get(id)?.stored.config.name ?? null
  }

  /** Why nothing leaves through it now. */
  problem(id: string): Upstream['problem'] {
    return this.#entry(id).lane.problem
  }

  config(id: string): UpstreamConfig {
    return this.#entry(id).stored.config
  }

  ways(): { id: string; config: () => UpstreamConfig; lane: Lane }[] {
    return [...this.#entries.values()].map((entry) => ({
      id: entry.stored.id,
      config: () => entry.stored.config,
      lane: entry.lane,
    }))
  }

  create({ secrets, ...chosen }: NewUpstream): Upstream {
    checkPem(chosen, secrets)
    const now = Date.now()
    const id = randomUUID()
    // The secret first: a row without it could not send, a secret without a row hurts nobody.
    this.#keep(id, secrets)
    const stored = { id, config: { ...chosen, secrets: given(secrets) }, createdAt: now, updatedAt: now }
    this.#db.transaction(() => saveUpstream(this.#db, stored))
    const entry = this.#add(stored)
    this.#changed()
    return this.#shown(entry)
  }

  update(id: string, { secrets = {}, ...change }: UpstreamChange): Upstream {
    const entry = this.#entry(id)
    const before = entry.stored.config
    const chosen = { ...before, ...withoutUndefined(change) }
    // A password goes to the server it was entered for, and to no other: whoever may change the host must know it.
    const moved = chosen.host !== before.host || chosen.port !== before.port
    const needed = before.secrets.filter((name) => !given(secrets).includes(name))
    if (moved && needed.length > 0)
      throw new RelayError(
        'BAD_REQUEST',
        'Host or port change, so the password has to be entered again: it was meant for another server.',
      )
    const tokenUrl = tokenUrlOf(chosen)
    const tokenMoved = tokenUrl !== null && tokenUrl !== tokenUrlOf(before)
    if (tokenMoved && needed.some((name) => tokenSecrets.includes(name)))
      throw new RelayError(
        'BAD_REQUEST',
        'The token address changes, so client secret and refresh token have to be entered again: they were meant for another server.',
      )
    checkPem(chosen, secrets)
    this.#keep(id, secrets)
    const config = { ...chosen, secrets: [...new Set([...before.secrets, ...given(secrets)])] }
    const stored = { ...entry.stored, config, updatedAt: Date.now() }
    this.#db.transaction(() => saveUpstream(this.#db, stored))
    entry.stored = stored
    entry.lane.reset()
    this.#changed()
    return this.#shown(entry)
  }

  /** What waits for it is held. */
  remove(id: string): void {
    const { stored, lane } = this.#entry(id)
    this.#db.transaction(() => {
      deleteUpstream(this.#db, id)
      holdThose(this.#db, id, stored.config.name)
    })
    lane.retire()
    this.#entries.delete(id)
    this.#notices.clear(noticeId(id))
    for (const name of stored.config.secrets) this.#secrets.forget(secretId(id, name))
    this.#changed()
  }

  /** Somebody wants it now: pauses end, but for a login that was refused. */
  hurry(): void {
    for (const { lane } of this.#entries.values()) if (lane.problem && lane.problem.is !== 'login') lane.resume()
  }

  resume(id: string): Upstream {
    const entry = this.#entry(id)
    entry.lane.resume()
    this.#changed()
    return this.#shown(entry)
  }

  /** With secrets in clear: only for a connection that is about to be made. */
  clientOptions(id: string) {
    return clientOptions(this.config(id), (name) => this.#secrets.open(secretId(id, name)), this.#timeouts)
  }

  /** In clear, for a login that is about to be tried; null where the login needs none. Throws when it cannot be opened. */
  password(id: string): string | null {
    return this.config(id).login.is === 'password' ? this.#secrets.open(secretId(id, 'password')) : null
  }

  #add(stored: StoredUpstream): Entry {
    const entry: Entry = {
      stored,
      lane: new Lane({
        config: () => entry.stored.config,
        connect: async () => connect(this.clientOptions(stored.id)),
        problemChanged: () => this.#problemChanged(entry),
      }),
    }
    this.#entries.set(stored.id, entry)
    return entry
  }

  #problemChanged({ stored, lane }: Entry): void {
    const { problem } = lane
    if (problem?.is === 'login' || problem?.is === 'tls') {
      const title = `Nothing leaves through ${stored.config.name}`
      this.#notices.raise({ id: noticeId(stored.id), severity: 'error', title, detail: problem.text })
    } else this.#notices.clear(noticeId(stored.id))
    this.#changed()
  }

  #keep(id: string, secrets: UpstreamSecrets): void {
    for (const name of given(secrets)) this.#secrets.keep(secretId(id, name), secrets[name] as string)
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id)
    if (!entry) throw new RelayError('NOT_FOUND', 'There is no upstream with this id. It may have been removed.')
    return entry
  }

  #shown({ stored, lane }: Entry): Upstream {
    return {
      id: stored.id,
      ...stored.config,
      problem: lane.problem,
      waiting: countWaiting(this.#db, stored.id),
      createdAt: new Date(stored.createdAt).toISOString(),
      updatedAt: new Date(stored.updatedAt).toISOString(),
    }
  }
}

/** Null where there is none: what was entered for one goes nowhere. */
function tokenUrlOf({ login }: Pick<UpstreamConfig, 'login'>): string | null {
  return login.is === 'oauth2' ? login.tokenUrl : null
}

function secretId(id: string, name: (typeof secretNames)[number]): string {
  return `upstream:${id}:${name}`
}

function noticeId(id: string): string {
  return `upstream:${id}`
}

function given(secrets: UpstreamSecrets): (typeof secretNames)[number][] {
  return secretNames.filter((name) => secrets[name] !== undefined && secrets[name] !== '')
}

/** Told when it is entered, not when the first mail fails. */
function checkPem(config: Pick<UpstreamConfig, 'ca' | 'clientCertificate'>, { clientKey }: UpstreamSecrets): void {
  check('The certificate authority', () => new X509Certificate(config.ca ?? ''), config.ca)
  const cert = config.clientCertificate
  check(
    'The client certificate, or its key,',
    () => createSecureContext({ cert: cert ?? undefined, ...(clientKey ? { key: clientKey } : {}) }),
    cert,
  )
}

function check(what: string, parse: () => unknown, pem: string | null): void {
  if (pem === null) return
  if (!pem.includes('-----BEGIN CERTIFICATE-----'))
    throw new RelayError('BAD_REQUEST', `${what} is not PEM: it begins with -----BEGIN CERTIFICATE-----.`)
  try {
    parse()
  } catch {
    throw new RelayError('BAD_REQUEST', `${what} cannot be read, or the two do not belong together.`)
  }
}
