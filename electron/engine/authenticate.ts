import type { LoginMode } from '../../shared/model/settings.ts'
import type { LoginResult } from './smtp/backend.ts'
import { reply } from './smtp/reply.ts'

/**
 * No login names a credential, since there are none: a lenient listener lets it in as anonymous and flags the mail,
 * the others refuse it.
 */
export function authenticate(mode: LoginMode): LoginResult {
  if (mode === 'lenient')
    return { is: 'accepted', identity: { credentialId: null, mode: 'sandbox', unknownLogin: true } }
  return { is: 'refused', reply: reply(535, '5.7.8', 'Authentication credentials invalid') }
}
