/** The relay cannot do this. `code` is the contract's; the message is for people and holds no secret. */
export class RelayError extends Error {
  readonly code: 'NOT_FOUND' | 'CONFLICT' | 'BAD_REQUEST' | 'OUTSIDE' | 'VAULT_LOCKED'

  constructor(code: RelayError['code'], message: string) {
    super(message)
    this.code = code
  }
}
