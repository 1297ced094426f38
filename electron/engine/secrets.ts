/** Where rooms keep secrets, by ids of theirs: the vault. Throws VAULT_LOCKED while it is locked, but for `forget`. */
export interface Secrets {
  keep(id: string, text: string): void
  /** Null when there is none, or when it was sealed by another vault. */
  open(id: string): string | null
  forget(id: string): void
}
