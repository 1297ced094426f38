// A process that makes and rotates credentials as fast as it can until it is killed, and says on stdout what it got.
import { writeSync } from 'node:fs'
import { newCredential, newKey, openTestVault, window } from './vault.ts'

const vault = await openTestVault(process.argv[2] as string)
for (;;) {
  const { id, username, password } = vault.smtpCredentials.create(newCredential({ readable: true }), window)
  writeSync(1, `${id} ${username} ${password}\n`)
  const key = vault.apiKeys.create(newKey(), window)
  const rotated = vault.apiKeys.rotate(key.id, { graceSeconds: 0 }, window)
  writeSync(1, `${key.id} apikey ${rotated.key}\n`)
}
