import type { InputNote } from '../model/diagnosis/question.ts'
import { readPlaceholder } from './placeholder.ts'
import { note, percentDecoded } from './smtpRead.ts'

/** Soft hyphen, zero-width, direction marks and overrides, BOM, invisible operators: what copying brings along. */
export const invisible = /[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g

/**
 * What is odd about a password, and what it would be without. Servers answer all of this with the same 535 as a wrong
 * password, so that nothing but a look at it can tell. The notes never contain any of it.
 */
export function lintPassword(password: string): { cleaned: string; notes: InputNote[] } {
  const notes: InputNote[] = []
  const say = (id: string, severity: InputNote['severity'], text: string) =>
    notes.push(note(id, 'password', severity, text))
  let cleaned = password

  /** Takes away, and tells when there was something. */
  const without = (changed: string, id: string, severity: InputNote['severity'], text: string) => {
    if (changed === cleaned) return
    cleaned = changed
    say(id, severity, text)
  }

  if (password === '')
    say('emptyPassword', 'problem', 'The password is empty. A variable that is not set gives an empty one.')
  without(
    cleaned.replace(invisible, ''),
    'invisibleInPassword',
    'cleaned',
    'The password has invisible characters (byte order mark, zero-width space or the like), copied along from a page or a file. Type it, or copy it from elsewhere.',
  )
  without(
    cleaned.replace(/^[\r\n]+/, '').replace(/(?<![\r\n])[\r\n]+$/, ''),
    'newlineInPassword',
    'cleaned',
    'The password ends with an invisible newline. Remove it: `printf %s`, not `echo`, before base64 in a Kubernetes secret.',
  )
  without(
    cleaned.replaceAll('\u00a0', ' '),
    'noBreakSpaceInPassword',
    'cleaned',
    'The password has a no-break space, copied from a page. Put an ordinary one, or none.',
  )
  without(
    trimmed(cleaned),
    'spaceAroundPassword',
    'cleaned',
    'The password begins or ends with a space or tab. Remove it.',
  )
  without(
    // oxlint-disable-next-line no-control-regex
    cleaned.replace(/[\u0000-\u001f\u007f-\u009f]/g, ''),
    'controlInPassword',
    'cleaned',
    'The password has control characters within. No key or password of a provider has any.',
  )
  if (/\\[nrt]$/.test(cleaned))
    without(
      cleaned.replace(/(?:\\[nrt]){1,4}$/, ''),
      'escapedNewlineInPassword',
      'cleaned',
      'The password ends with a backslash and a letter, a newline that was written out. Remove both.',
    )
  const [, name, value] = /^(?:export\s{1,9})?([A-Za-z][\w.-]{2,60})\s{0,9}=\s{0,9}(.+)$/.exec(cleaned) ?? []
  if (name !== undefined && value !== undefined && /pass|secret|key|token/i.test(name))
    without(
      value,
      'nameInPassword',
      'cleaned',
      'The name of the variable was copied along with the password. Take what stands after the =.',
    )
  quotes()
  const scheme = /^(bearer|basic|token|apikey)\s+(?=\S)/i.exec(cleaned)
  if (scheme)
    without(
      cleaned.slice(scheme[0].length),
      'bearerInPassword',
      'cleaned',
      'The password begins with a word from an HTTP header (Bearer, Basic). SMTP wants the key alone.',
    )
  encoded()
  if (/^[*•●∙·xX]{4,}$/.test(cleaned))
    say('maskedPassword', 'problem', 'The password is a row of stars or dots: it was copied from where it is hidden.')
  else if (readPlaceholder(cleaned))
    say('placeholderPassword', 'problem', 'The password is a placeholder: the variable or template was not filled in.')
  // oxlint-disable-next-line no-control-regex
  if (/[^\u0000-\u007f]/.test(cleaned))
    say(
      'passwordNotAscii',
      'warning',
      'The password has letters beyond ASCII. Servers disagree about how those are encoded; AUTH PLAIN says UTF-8.',
    )
  if (password !== '' && cleaned === '')
    say('emptyPassword', 'problem', 'Nothing is left of the password when what is invisible is taken away.')
  return { cleaned, notes }

  function quotes(): void {
    const first = cleaned.charAt(0)
    const last = cleaned.at(-1) ?? ''
    const pairs: Readonly<Record<string, string>> = {
      '"': '"',
      "'": "'",
      '`': '`',
      '“': '”',
      '„': '“',
      '‘': '’',
      '«': '»',
    }
    if (cleaned.length > 1 && Object.hasOwn(pairs, first) && pairs[first] === last)
      without(
        trimmed(cleaned.slice(1, -1)),
        'quotesAroundPassword',
        'cleaned',
        'The password is in quotation marks. They belong to the configuration file, not to the password.',
      )
    else if (/^["“”]|["“”]$/.test(cleaned))
      say(
        'quoteInPassword',
        'warning',
        'The password has a quotation mark on one side only. One may have been cut off, or copied along.',
      )
  }

  function encoded(): void {
    const decoded = /%[0-9a-f]{2}/i.test(cleaned) ? percentDecoded(cleaned) : cleaned
    if (decoded !== cleaned && isPrintable(decoded))
      without(
        decoded,
        'percentInPassword',
        'warning',
        'The password looks %-encoded, as for a URL (%40 for @). Outside of URLs it has to be as it is.',
      )
    const plain = base64Decoded(cleaned)
    if (plain === null) return
    const login = /^[^\0]*\0[^\0]+\0([^\0]+)$/.exec(plain)?.[1]
    without(
      trimmed(login ?? plain),
      'base64InPassword',
      'warning',
      'The password looks as if it were still base64, as Kubernetes secrets and AUTH have it. The app has to decode it first.',
    )
  }
}

function trimmed(text: string): string {
  return text.trim()
}

/** Null for what is no base64 of a readable text: twelve characters that decode to print do not come about by chance. */
function base64Decoded(text: string): string | null {
  if (text.length < 12 || text.length > 4_096 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text))
    return null
  try {
    const decoded = atob(text)
    return isPrintable(decoded.replaceAll('\0', '').replace(/[\r\n]{1,4}$/, '')) ? decoded : null
  } catch {
    return null
  }
}

function isPrintable(text: string): boolean {
  return text.length > 0 && /^[\u0020-\u007e]*$/.test(text)
}
