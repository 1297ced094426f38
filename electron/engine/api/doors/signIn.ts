import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { BrowserSessions } from './browserSessions.ts'

/** Thirty days, in seconds. */
export const cookieLifetime = 30 * 24 * 60 * 60

/**
 * Who may come in as a person: a program with the API key of this process, or a browser that was signed in with it or
 * with the link from the terminal. Only hashes are kept, and only of the browsers' cookies.
 */
export class SignIn {
  /** Good for as long as this process runs. */
  readonly token = randomBytes(32).toString('base64url')
  readonly #apiKey: string | null
  readonly #sessions: BrowserSessions
  /** Cookies that could not be stored: on a full disk the owner has to get in to delete something. */
  readonly #unstored = new Set<string>()

  constructor(apiKey: string | null, sessions: BrowserSessions) {
    this.#apiKey = apiKey
    this.#sessions = sessions
  }

  /** Whether this is SANDPOST_API_KEY. */
  isProcessKey(key: string): boolean {
    return this.#apiKey !== null && equal(key, this.#apiKey)
  }

  /** Whether the browser was signed in. */
  hasCookie(request: IncomingMessage, cookieName: string): boolean {
    const cookie = cookies(request).get(cookieName)
    if (cookie === undefined) return false
    const hashed = hash(cookie)
    return this.#unstored.has(hashed.toString('hex')) || this.#sessions.isValid(hashed, Date.now())
  }

  /** The value of a new cookie when the secret is the link's token or the API key; null when it is neither. */
  begin(secret: string): string | null {
    const right = equal(secret, this.token) || this.isProcessKey(secret)
    if (!right) return null
    const cookie = randomBytes(32).toString('base64url')
    try {
      this.#sessions.add(hash(cookie), Date.now(), Date.now() + cookieLifetime * 1_000)
    } catch {
      this.#unstored.add(hash(cookie).toString('hex'))
    }
    return cookie
  }
}

function hash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** Hashing first makes the lengths equal, so that the comparison tells nothing by its time. */
function equal(one: string, other: string): boolean {
  return timingSafeEqual(hash(one), hash(other))
}

function cookies(request: IncomingMessage): Map<string, string> {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return new Map(pairs.map(([name = '', ...value]) => [name, value.join('=')]))
}
