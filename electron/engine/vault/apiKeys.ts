import type { ApiKey } from '../../../shared/model/credential.ts'
import type { CredentialStore } from './credentialStore.ts'
import { makeApiKey } from './mint.ts'
import { shownCommon } from './shown.ts'
import type { StoredCredential } from './tables/credentials.ts'
import type { ApiKeys } from './types.ts'

/** Used with the literal user name `apikey`, and as bearer token of REST, as Paubox and SendGrid have them. */
export function createApiKeys({ store, most }: { store: CredentialStore; most: () => number }): ApiKeys {
  const kind = 'apiKey'
  const get = (row: StoredCredential): ApiKey => shown(row, store.usesOf(row.id))
  return {
    list: (request) => store.list(kind, request, shown),
    get: (id) => get(store.get(kind, id)),
    create(wanted, doing) {
      const key = makeApiKey()
      return store.create(
        kind,
        wanted,
        { username: null, permissions: [...new Set(wanted.permissions)], secret: key, readable: false },
        { doing, most: most(), request: wanted, reply: (row) => ({ ...get(row), key }) },
      )
    },
    update: (id, change, doing) => get(store.update(kind, id, change, doing)),
    rotate(id, { graceSeconds }, doing) {
      const key = makeApiKey()
      return { ...get(store.rotate(kind, id, { secret: key, readable: false, graceSeconds }, doing)), key }
    },
    remove: (id, doing) => store.remove(kind, id, doing),
  }
}

function shown(row: StoredCredential, uses: number[]): ApiKey {
  return { ...shownCommon(row, uses), permissions: [...row.permissions] }
}
