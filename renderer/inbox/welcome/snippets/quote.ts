/** Texts as the languages of the snippets write them, so that a chosen password with a quote in it breaks nothing. */

/** Double quotes: JavaScript, Python, Go, Java, C#. */
export function doubleQuoted(text: string): string {
  return JSON.stringify(text)
}

/** Single quotes with backslashes: JavaScript, PHP, Ruby. */
export function singleQuoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}

/** For a POSIX shell. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** For .env files: quoted only where it has to be. */
export function envValue(text: string): string {
  return /^[\w.@%+/:=-]*$/.test(text) ? text : `"${text.replace(/[\\"$`]/g, '\\$&')}"`
}

/** Whether the code has to encrypt. */
export function encrypted(security: string | undefined): boolean {
  return security === 'tls' || security === 'starttls'
}

/** `host:port`, an IPv6 address in brackets. */
export function hostAndPort({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** `user:password@` of a URL, or nothing. */
export function urlLogin(login: { username: string; password: string } | undefined): string {
  return login ? `${encodeURIComponent(login.username)}:${encodeURIComponent(login.password)}@` : ''
}
