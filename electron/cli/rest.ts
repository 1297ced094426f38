import { Failure } from './run.ts'

/** The REST door of a running Sandpost, with the API key of this environment. */
export class RestClient {
  readonly #server: URL

  constructor(server: string) {
    try {
      this.#server = new URL(server)
    } catch {
      throw new Failure(`--server takes an address like http://127.0.0.1:8025, not "${server}".`, 2)
    }
  }

  /** Rejects with a sentence when there is no answer, or one that is not 2xx; `allowed` statuses are passed on. */
  async fetch(
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
    allowed: readonly number[] = [],
  ): Promise<Response> {
    const key = process.env['SANDPOST_API_KEY']
    let response: Response
    try {
      response = await fetch(new URL(`/api/v1${path}`, this.#server), {
        ...init,
        headers: { ...init.headers, ...(key && { authorization: `Bearer ${key}` }) },
      })
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
      throw new Failure(
        `No Sandpost answers at ${this.#server.origin} (${cause}). Start one, or name it with --server.`,
      )
    }
    if (response.ok || allowed.includes(response.status)) return response
    if (response.status === 401)
      throw new Failure(
        `${this.#server.origin} asks for its API key: set SANDPOST_API_KEY to the one it was started with.`,
      )
    const { message } = (await response.json().catch(() => ({}))) as { message?: string }
    throw new Failure(message ?? `${this.#server.origin} answered ${response.status}.`)
  }
}
