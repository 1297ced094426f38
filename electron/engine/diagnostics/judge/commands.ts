import type { Command } from '../../../../shared/model/diagnosis/report.ts'
import { wayFor, type Case } from './case.ts'
import { place } from './words.ts'

/**
 * One word for a POSIX shell, whatever it contains. Single quotes keep everything but themselves; control characters are
 * left out, since a terminal would act on them when the command is pasted.
 */
export function shellWord(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '')
  return /^[\w.,:@%+/=-]+$/.test(clean) ? clean : `'${clean.replaceAll("'", `'\\''`)}'`
}

/** At most so many endpoints: all commands are alike. */
const most = 8

/**
 * The same question to openssl, swaks and curl, for each endpoint that was asked for. Aimed at the very address, with the
 * name along. Never with a password: swaks and curl ask for it.
 */
export function commandsOf(c: Case): Command[] {
  const asked = c.endpoints.filter(({ elsewhere }) => !elsewhere)
  return (asked.length > 0 ? asked : c.endpoints).slice(0, most).flatMap((endpoint) => {
    const { address, port, id } = endpoint
    const implicit =
      endpoint.mode === 'tls' || (endpoint.mode === null && (c.question.security === 'tls' || port === 465))
    const clear = wayFor(c, endpoint).security === 'none' || c.question.security === 'none'
    const name =
      c.question.serverName ??
      (isAddress(c.observations.host) || c.observations.host === '' ? null : c.observations.host)
    const username = c.question.username
    const openssl = ['openssl', 's_client', '-connect', place(address, port)]
    if (!implicit) openssl.push('-starttls', 'smtp')
    openssl.push(...(name === null ? ['-noservername'] : ['-servername', name, '-verify_hostname', name]), '-showcerts')
    const swaks = ['swaks', '--server', address, '--port', String(port)]
    if (implicit) swaks.push('--tls-on-connect')
    else if (!clear) swaks.push('--tls')
    if (name !== null && !clear) swaks.push(`--tls-sni=${name}`)
    swaks.push(...(username === null ? ['--quit-after', 'EHLO'] : [`--auth-user=${username}`, '--quit-after', 'AUTH']))
    const scheme = implicit ? 'smtps' : 'smtp'
    const curl = ['curl', '-v', '-g', ...(clear && !implicit ? [] : ['--ssl-reqd'])]
    curl.push('--connect-to', `::${place(address, port)}`, `${scheme}://${place(name ?? address, port)}`)
    if (username !== null) curl.push('--user', username.replaceAll(':', '%3A'))
    return (
      [
        ['openssl', openssl],
        ['swaks', swaks],
        ['curl', curl],
      ] as const
    ).map(([tool, words]) => ({ tool, endpoint: id, command: words.map(shellWord).join(' ') }))
  })
}

function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(':')
}
