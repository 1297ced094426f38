import { VaultError } from './types.ts'

/** The first of every list of stolen passwords; whatever contains one of them and little else is as weak. */
const common = [
  'password',
  'passwort',
  'qwerty',
  'asdfgh',
  '12345',
  'letmein',
  'welcome',
  'admin',
  'iloveyou',
  'monkey',
  'dragon',
  'secret',
  'changeme',
  'sandpost',
  'abc123',
]
const shortest = 12

/**
 * Throws BAD_REQUEST with what to do better. Stored passwords are keyed hashes, made for random secrets: a chosen one
 * has to be long enough that nobody guesses it over SMTP or from a stolen vault and its key.
 */
export function checkStrength(password: string, names: readonly (string | null)[]): void {
  const weak = (why: string) =>
    new VaultError('BAD_REQUEST', `password: ${why} Or leave it out, and one is made that nobody can guess.`)
  // Clients and config files lose these, and then nobody knows why the login fails.
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(password)) throw weak('It has a line break, tab or control character in it.')
  if (password.trim() !== password) throw weak('It begins or ends with a space, which many programs cut off.')
  if (password.length < shortest) throw weak(`Use at least ${shortest} characters.`)
  const folded = password.toLowerCase()
  if (new Set(folded).size < 6) throw weak('It repeats too few different characters.')
  for (const name of names) {
    const known = name?.toLowerCase().replace(/@.*$/, '') ?? ''
    if (known.length >= 4 && folded.includes(known) && folded.length - known.length < 8)
      throw weak('It is little more than a name that others know.')
  }
  const word = common.find((one) => folded.includes(one))
  if (word !== undefined && folded.replace(word, '').length < 8)
    throw weak('It is one of the passwords that are tried first.')
}
