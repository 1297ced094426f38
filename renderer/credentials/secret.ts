import type { Kind } from './item.ts'

/** A secret that is shown now and never again. Lives only in the state of the dialog that shows it. */
export interface Secret {
  readonly id: string
  readonly name: string
  readonly username: string
  readonly secret: string
  readonly kind: Kind
}
