export const hidden = '[hidden]'

const mechanism =
  /^AUTH +(PLAIN|LOGIN|CRAM-MD5|DIGEST-MD5|XOAUTH2|OAUTHBEARER|SCRAM-[A-Z0-9-]{1,20}|NTLM|GSSAPI|EXTERNAL)(?= |$)/i
const loginWord = /^\W*(AUTH|USER|PASS|PASSWD|PASSWORD|LOGIN|APOP)\b/i
// One word of base64 that is too long to be a command: a login's answer that nobody asked for.
const base64Word = /^[A-Za-z0-9+/_=-]{12,}$/
const longestShown = 500

/** An AUTH command as it may be kept: the mechanism, never what follows it. */
export function showAuthCommand(line: string): string {
  const known = mechanism.exec(line)
  if (known === null) return /^AUTH *$/i.test(line) ? line : `AUTH ${hidden}`
  return line.length > known[0].length ? `${known[0]} ${hidden}` : known[0]
}

/**
 * A line that is no command, as it may be kept. People and broken clients type credentials where none are expected:
 * after a login was refused, a line too early, or in words of another protocol.
 */
export function showUnknownLine(line: string, loginTried: boolean): string {
  if (loginWord.test(line) || base64Word.test(line.trim()) || (loginTried && line !== '')) return hidden
  return line.length > longestShown ? `${line.slice(0, longestShown)} [${line.length} characters]` : line
}
