import type { HostileMail } from './hostileMail.ts'
import { nameAttacks } from './names.ts'
import { requestAttacks } from './requests.ts'
import { scriptAttacks } from './scripts.ts'
import { structureAttacks } from './structure.ts'

/** Every attack that a message can carry, as far as we know them. Add what you find. */
export const hostileMails: readonly HostileMail[] = [
  ...scriptAttacks,
  ...requestAttacks,
  ...structureAttacks,
  ...nameAttacks,
]
