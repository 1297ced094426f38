import type { Item, Kind } from './item.ts'

/** A secret that is shown now and never again. Lives only in the state of the dialog that shows it. */
export interface Secret {
  readonly id: string
  readonly name: string
  readonly username: string
  readonly secret: string
  readonly kind: Kind
  /** An address it may send from, where not every one is. */
  readonly sender: string | undefined
}

/** A sender that is within the scope. */
export function senderOf({ scope, domains }: Pick<Item, 'scope' | 'domains'>): string | undefined {
  return scope === 'scoped' ? `app@${domains[0]}` : undefined
}
