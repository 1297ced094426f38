// What checking who sends costs, beside what a message costs: one login, and the look-up at each MAIL FROM.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newCredential, newKey, openTestVault, window } from '../support/vault.ts'
import { median } from './statistics.ts'

export interface AuthenticationCost {
  /** Microseconds of the thread that speaks SMTP. */
  readonly login: number
  readonly keyLogin: number
  readonly transaction: number
}

/** Medians of batches, in a vault of so many credentials and a tenth as many keys. */
export async function measureAuthentication(credentials: number): Promise<AuthenticationCost> {
  const folder = mkdtempSync(join(tmpdir(), 'sandpost-bench-vault-'))
  const vault = await openTestVault(folder)
  const made = Array.from({ length: credentials }, (_, n) =>
    vault.smtpCredentials.create(newCredential({ name: `App ${n}`, domains: ['example.test'] }), window),
  )
  const keys = Array.from({ length: credentials / 10 }, (_, n) =>
    vault.apiKeys.create(newKey({ name: `Key ${n}` }), window),
  )
  const remoteAddress = '127.0.0.1'
  const cost = {
    login: perCall((n) => {
      const { username, password } = made[(n * 7_919) % made.length] as (typeof made)[0]
      return vault.login({ username, password, cram: null, remoteAddress }).is === 'right'
    }),
    keyLogin: perCall((n) => {
      const { key } = keys[(n * 7_919) % keys.length] as (typeof keys)[0]
      return vault.login({ username: 'apikey', password: key, cram: null, remoteAddress }).is === 'right'
    }),
    transaction: perCall((n) => vault.active(made[(n * 7_919) % made.length]?.id ?? '') !== null),
  }
  vault.close()
  rmSync(folder, { recursive: true, force: true })
  return cost
}

/** Microseconds; the median of batches, the first of which only warms up. */
function perCall(work: (n: number) => boolean): number {
  const size = 1_000
  const batches: number[] = []
  for (let batch = 0; batch < 21; batch += 1) {
    const started = performance.now()
    for (let n = 0; n < size; n += 1) if (!work(batch * size + n)) throw new Error('a right login was refused')
    if (batch > 0) batches.push(((performance.now() - started) * 1_000) / size)
  }
  return median(batches)
}
