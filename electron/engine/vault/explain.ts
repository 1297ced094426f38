import type { ReadableDatabase } from '../database/open.ts'
import type { VaultKeys } from './keys.ts'
import { inspectKey } from './mint.ts'
import { nearestUsername } from './nearest.ts'
import { selectBySecretHash, selectByUsername, selectKeyByHash, type StoredCredential } from './tables/credentials.ts'
import type { Refused, SecretLogin } from './types.ts'
import { findSlip } from './variants.ts'

type Why = Omit<Refused, 'is'>

const readTrimmed = 'Trim it where your program reads it (a file, an environment variable, a secret store).'

/** Why a password is not that of this credential, for its owner. */
export function explainWrongPassword(keys: VaultKeys, row: StoredCredential, password: string): Why {
  const why = (reason: Why['reason'], explanation: string): Why => ({ reason, explanation, credentialId: row.id })
  const slip = findSlip(password, (text) => keys.hash(text).equals(row.secretHash))
  if (slip) return why(slip.reason, `The password of "${row.name}" ${slip.seen}. ${readTrimmed}`)
  if (row.oldSecretHash && keys.hash(password).equals(row.oldSecretHash))
    return why(
      'oldSecret',
      `This is the password that "${row.name}" had before it was rotated (it ended ${when(row.oldSecretUntil ?? row.updatedAt)}). Put in the new one.`,
    )
  if (inspectKey(password.trim()) === 'wellFormed')
    return why(
      'wrongPassword',
      `An API key arrived as the password of "${row.name}". API keys go with the user name apikey, written just so.`,
    )
  if (password === '')
    return why(
      'wrongPassword',
      `The password of "${row.name}" arrived empty. The variable it is read from is probably not set.`,
    )
  return why(
    'wrongPassword',
    `The password is not that of "${row.name}", whose secret ends in ${row.secretHint}. Compare the end, or rotate it to get a new one.`,
  )
}

/** Why a login names no credential of this vault. */
export function explainUnknown(db: ReadableDatabase, keys: VaultKeys, { username, password }: SecretLogin): Why {
  const why = (reason: Why['reason'], explanation: string): Why => ({ reason, explanation, credentialId: null })
  if (inspectKey(username.trim()) !== 'notAKey')
    return why(
      'keyAsUsername',
      'An API key arrived as the user name. The user name of every API key is the word apikey; the key is the password.',
    )
  const trimmed = username.trim().replace(/^\uFEFF/, '')
  const owner = selectBySecretHash(db, keys.hash(trimmed))
  if (owner)
    return why(
      'keyAsUsername',
      `The password of "${owner.name}" arrived as the user name. Its user name is ${owner.username ?? 'apikey'}.`,
    )
  if (trimmed.toLowerCase() === 'apikey' && trimmed !== username)
    return why(
      'spaceAround',
      `The user name arrived with something around it. It has to be the word apikey alone. ${readTrimmed}`,
    )
  const meant = selectByUsername(db, trimmed)
  if (meant && trimmed !== username)
    return why(
      'spaceAround',
      `The user name of "${meant.name}" arrived with a space or line break around it. ${readTrimmed}`,
    )
  if (password !== null && inspectKey(password.trim()) === 'wellFormed')
    return username.includes('@')
      ? why(
          'emailAsUsername',
          'An e-mail address arrived as user name, with an API key as password. The user name of every API key is the word apikey.',
        )
      : why(
          'unknownUser',
          `An API key arrived with the user name ${username}. The user name of every API key is the word apikey.`,
        )
  const near = nearestUsername(db, trimmed)
  const hint = near === null ? 'Look it up under Credentials, or make one there.' : `Did you mean ${near}?`
  return why('unknownUser', `No credential has the user name ${username === '' ? '(empty)' : username}. ${hint}`)
}

/** Why a text is no API key of this vault. */
export function explainKey(db: ReadableDatabase, keys: VaultKeys, given: string): Why {
  const why = (reason: Why['reason'], explanation: string, row: StoredCredential | null = null): Why => ({
    reason,
    explanation,
    credentialId: row && row.id,
  })
  let meant: StoredCredential | null = null
  const slip = findSlip(given, (text) => {
    meant = selectKeyByHash(db, keys.hash(text))
    return meant !== null
  })
  if (slip && meant)
    return why(slip.reason, `The API key "${(meant as StoredCredential).name}" ${slip.seen}. ${readTrimmed}`, meant)
  if (given === '')
    return why('keyUnknown', 'The API key arrived empty. The variable it is read from is probably not set.')
  if (given.startsWith('SG.'))
    return why(
      'keyUnknown',
      'This is a SendGrid key. Sandpost has keys of its own: make one under Credentials, or import this one as a password.',
    )
  switch (inspectKey(given.trim())) {
    case 'truncated':
      return why(
        'keyTruncated',
        'The API key arrived cut off: it is shorter than the keys of this vault. Copy it again, all of it.',
      )
    case 'mistyped':
      return why(
        'keyMistyped',
        'The API key has a slip in it: its checksum does not fit. Copy it again instead of typing it.',
      )
    case 'notAKey':
      return why('keyUnknown', 'What arrived with the user name apikey is no Sandpost API key: those begin with spk_.')
    default:
      return why(
        'keyUnknown',
        `This is a well-formed API key that this vault does not know (it ends in ${given.trim().slice(-5)}). It was made by another Sandpost, or its vault was replaced.`,
      )
  }
}

/** A key that was good once. */
export function explainFormerKey(row: StoredCredential): Why {
  return row.deletedAt === null
    ? {
        reason: 'oldSecret',
        credentialId: row.id,
        explanation: `This is the key that "${row.name}" had before it was changed (it ended ${when(row.oldSecretUntil ?? row.updatedAt)}). Put in the new one.`,
      }
    : {
        reason: 'keyUnknown',
        credentialId: row.id,
        explanation: `This key was "${row.name}", which was deleted ${when(row.deletedAt)}. Make a new one.`,
      }
}

function when(at: number): string {
  return `on ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
