import { VaultError } from './types.ts'

/** What stands in the first lines of every list of stolen passwords; it counts for nothing. */
const common =
  /password|passwort|passw0rd|qwerty|qwertz|asdfgh|zxcvb|12345|67890|letmein|welcome|admin|iloveyou|monkey|dragon|secret|changeme|sandpost|abc123/g
const shortest = 12
/** Characters that have to be left when everything that can be guessed is taken away. */
const fewestOfItsOwn = 8

/**
 * Throws BAD_REQUEST with what to do better. Stored passwords are keyed hashes, made for random secrets: a chosen one
 * has to be long enough that nobody guesses it over SMTP or from a stolen vault and its key.
 */
export function checkStrength(password: string, names: readonly (string | null)[]): void {
  const why = lostOnTheWay(password) ?? weakness(password, names)
  if (why === null) return
  throw new VaultError('BAD_REQUEST', `password: ${why} Or leave it out, and one is made that nobody can guess.`)
}

/** Clients and config files lose these, and then nobody knows why the login fails. */
function lostOnTheWay(password: string): string | null {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(password)) return 'It has a line break, tab or control character in it. Take it out.'
  if (password.trim() !== password) return 'It begins or ends with a space, which many programs cut off. Remove it.'
  return null
}

/** Why somebody could guess it, and what to do; null when nobody will. */
export function weakness(password: string, names: readonly (string | null)[]): string | null {
  if (Array.from(password).length < shortest) return `Use at least ${shortest} characters.`
  const folded = password.toLowerCase()
  if (new Set(folded).size < 6) return 'It repeats too few different characters. Use more of them.'
  const withoutNames = names.reduce<string>((rest, name) => {
    const known = name?.toLowerCase().replace(/@.*$/, '') ?? ''
    return known.length >= 4 ? rest.replaceAll(known, '') : rest
  }, folded)
  if (withoutNames !== folded && withoutNames.length < fewestOfItsOwn)
    return 'It is little more than a name that others know. Choose something else.'
  if (withoutRuns(withoutNames.replace(common, '')).length < fewestOfItsOwn)
    return 'It is made of words and rows of characters that are tried first. Choose something else.'
  return null
}

/** `abcdef`, `654321` and `aaaa` are worth their first character. */
function withoutRuns(text: string): string {
  return Array.from(text)
    .filter((letter, at, all) => {
      const before = all[at - 1]
      return before === undefined || Math.abs((letter.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0)) > 1
    })
    .join('')
}
