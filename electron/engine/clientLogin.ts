/** How a client logs in, with its secrets in clear. */
export type ClientLogin =
  | { readonly is: 'none' }
  | { readonly is: 'password'; readonly username: string; readonly password: string }
  | {
      readonly is: 'oauth2'
      readonly username: string
      readonly clientId: string
      readonly clientSecret: string
      readonly refreshToken: string
      readonly tokenUrl: string
      readonly scope: string
    }

/** nodemailer hides the secret of PLAIN; names and tokens go the same way. */
export function withoutLogin(line: string): string {
  return line.replace(/^(C: AUTH \S+) \S.*$/i, '$1 ***')
}

/** Takes the secrets of a login out of a text: as they are, and as they go over the wire. */
export function hiding(login: ClientLogin): (text: string) => string {
  if (login.is === 'none') return (text) => text
  const secrets = login.is === 'password' ? [login.password] : [login.clientSecret, login.refreshToken]
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const forms = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap((secret) => [secret, base64(secret), base64(`\0${login.username}\0${secret}`)])
  return (text) => forms.reduce((shown, form) => shown.replaceAll(form, '***'), text)
}

/** A shorter one would make holes into everything that is said. */
const shortestSecret = 4
