import { createAuthentication } from '../../electron/engine/authenticate.ts'
import { mannersOf } from '../../electron/engine/providers/index.ts'
import { Throttle } from '../../electron/engine/throttle.ts'
import type { Vault } from '../../electron/engine/vault/types.ts'
import type { Manners } from '../../shared/model/listenerManners.ts'
import type { ProfileName } from '../../shared/model/manners.ts'
import { type RigOptions, type SmtpRig, startSmtp } from './smtpServer.ts'
import { SmtpSocket } from './smtpSocket.ts'
import { makeFolder } from './store.ts'
import { openTestVault } from './vault.ts'

export interface ProfileRig extends SmtpRig {
  readonly vault: Vault
  /** Connected and greeted. */
  connected(localAddress?: string): Promise<SmtpSocket>
  /** Inside TLS, EHLO said. */
  secured(): Promise<SmtpSocket>
}

export const plainLogin = (username: string, password: string): string =>
  `AUTH PLAIN ${Buffer.from(`\0${username}\0${password}`).toString('base64')}`

/** The real server with the manners of a provider, in front of a real vault. `change`: numbers that a test can reach. */
export async function startLike(
  profile: ProfileName,
  change: Partial<Manners['limits']> = {},
  options: RigOptions & { newCredentialSeconds?: number } = {},
): Promise<ProfileRig> {
  const own = mannersOf(profile)
  const manners = own && { ...own, limits: { ...own.limits, ...change } }
  const folder = makeFolder()
  const vault = await openTestVault(folder.path)
  const authentication = createAuthentication({
    vault,
    throttle: new Throttle(),
    loginMode: () => 'lenient',
    newCredentialSeconds: () => options.newCredentialSeconds ?? 0,
  })
  const rig = await startSmtp({
    manners,
    authenticate: (login) => authentication.authenticate(login),
    startTransaction: (...asked) => authentication.startTransaction(...asked),
    ...options,
  })
  const connected = async (localAddress?: string): Promise<SmtpSocket> => {
    const client = await SmtpSocket.open(rig.port, localAddress)
    await client.reply()
    return client
  }
  return {
    ...rig,
    vault,
    connected,
    secured: async () => {
      const client = await connected()
      await client.sayAll('EHLO client.test', 'STARTTLS')
      await client.startTls({ ca: rig.caPem, host: 'localhost' })
      await client.say('EHLO client.test')
      return client
    },
    close: async () => {
      await rig.close()
      vault.close()
      folder.remove()
    },
  }
}
