import type { Manners } from '../../../shared/model/listenerManners.ts'
import type { Profile, ProfileName } from '../../../shared/model/manners.ts'
import { ahasend } from './ahasend.ts'
import { elasticemail } from './elasticemail.ts'
import { paubox } from './paubox.ts'
import type { Provider } from './provider.ts'
import { sandpost } from './sandpost.ts'
import { sendgrid } from './sendgrid.ts'

const providers: Readonly<Record<ProfileName, Provider>> = { sandpost, paubox, sendgrid, ahasend, elasticemail }

/** Every profile with its facts, our own first. */
export function profiles(): Profile[] {
  return Object.values(providers).map(({ profile }) => profile)
}

/** Null for our own. */
export function mannersOf(name: ProfileName): Manners | null {
  return providers[name].manners
}
