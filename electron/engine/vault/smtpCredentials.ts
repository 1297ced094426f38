import type { SmtpCredential } from '../../../shared/model/credential.ts'
import type { CredentialStore } from './credentialStore.ts'
import type { AuditTrail } from './auditTrail.ts'
import type { VaultKeys } from './keys.ts'
import { makePassword, makeUsername } from './mint.ts'
import { shownCommon } from './shown.ts'
import { checkStrength } from './strength.ts'
import type { StoredCredential } from './tables/credentials.ts'
import { VaultError, type SmtpCredentials } from './types.ts'

/** User name and password, as AhaSend and Elastic Email have them. */
export function createSmtpCredentials(parts: {
  store: CredentialStore
  keys: () => VaultKeys
  trail: AuditTrail
  /** Something was written. */
  changed: () => void
  most: () => number
}): SmtpCredentials {
  const { store, trail } = parts
  const kind = 'smtpCredential'
  const get = (row: StoredCredential): SmtpCredential => shown(row, store.usesOf(row.id))
  return {
    list: (request) => store.list(kind, request, shown),
    get: (id) => get(store.get(kind, id)),

    create(wanted, doing) {
      const username = wanted.username ?? makeUsername(wanted.name)
      if (wanted.password !== undefined) checkStrength(wanted.password, [username, wanted.name])
      const password = wanted.password ?? makePassword()
      return store.create(
        kind,
        wanted,
        { username, permissions: ['mail.send'], secret: password, readable: wanted.readable },
        { doing, most: parts.most(), request: wanted, reply: (row) => ({ ...get(row), password }) },
      )
    },

    update: (id, change, doing) => get(store.update(kind, id, change, doing)),

    rotate(id, how, doing) {
      const before = store.get(kind, id)
      if (how.password !== undefined) checkStrength(how.password, [before.username, before.name])
      const password = how.password ?? makePassword()
      const readable = how.readable ?? before.sealed !== null
      const row = store.rotate(kind, id, { secret: password, readable, graceSeconds: how.graceSeconds }, doing)
      return { ...get(row), password }
    },

    reveal(id, doing) {
      const row = store.get(kind, id)
      if (row.sealed === null)
        throw new VaultError(
          'BAD_REQUEST',
          'This password was not kept readable, so nobody can show it again. Rotate it to get a new one.',
        )
      const password = parts.keys().open(row.sealed, row.id)
      trail.add({ actor: doing.actor, action: 'credentialRevealed', target: row, detail: '' })
      parts.changed()
      return password
    },

    remove: (id, doing) => store.remove(kind, id, doing),
  }
}

function shown(row: StoredCredential, uses: number[]): SmtpCredential {
  return { ...shownCommon(row, uses), username: row.username ?? '', readable: row.sealed !== null }
}
