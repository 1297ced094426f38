import type { LoginTry } from '../../../../../shared/model/diagnosis/observation.ts'
import { gravity, wayFor, type Case } from '../case.ts'
import type { Rule, Said } from '../finding.ts'
import { capital, list, quoted } from '../words.ts'

type Words = Pick<Said, 'why' | 'todo'> & Partial<Said>

const page = { page: 'login-refused' as const }

/** What a refusal means, by its code (RFC 4954 4 and 6, RFC 5248) and what providers are known to say. */
function meaning(last: LoginTry, where: string, c: Case): Words & { cause: string; title: string } {
  const text = last.reply ?? ''
  const code = last.code
  if (code === null)
    return {
      cause: 'ended',
      title: `The server ${last.ended === 'silent' ? 'fell silent' : 'hung up'} during the login on ${where}.`,
      who: 'server',
      why: 'Some servers hang up after wrong passwords, or ban an address for a while; a firewall on the way may do it too.',
      todo: 'Wait a while before the next try, check user name and password, and try from another network.',
    }
  if (code === 421 || code === 454 || code === 432)
    return {
      cause: `${code}`,
      title:
        code === 432
          ? `The account on ${where} has to be moved to a new kind of password first (432).`
          : `The server on ${where} cannot check logins for now (${code}).`,
      who: code === 432 ? 'account' : 'server',
      ...(code === 421 ? { page: 'too-many-connections' } : {}),
      why:
        code === 432
          ? 'The server wants a password transition (RFC 4954): it has no secret in the form this mechanism needs.'
          : code === 421
            ? 'It has too many connections or tries from your address, or is shutting down.'
            : 'A temporary failure of its authentication (4.7.0): says nothing about the password.',
      todo:
        code === 432
          ? 'Log in once over the web pages of the provider, or set the password anew; then try again.'
          : 'Wait some minutes and try again, with fewer connections at once.',
    }
  if (/5\.7\.139|SmtpClientAuthentication is disabled|basic authentication is disabled/i.test(text))
    return {
      cause: '5.7.139',
      title: `SMTP logins are switched off for this account or tenant on ${where}.`,
      why: 'Microsoft 365 answers 5.7.139 when SMTP AUTH is disabled for the tenant or mailbox, or security defaults block it. The password may be right.',
      todo: 'The administrator has to allow SMTP AUTH for this mailbox, or the app has to use OAuth2.',
    }
  if (code === 534 || /5\.7\.9|application-specific password|app password/i.test(text))
    return {
      cause: '534',
      title: `This account needs an app password on ${where}.`,
      why: 'The server does not take the ordinary password, or finds the mechanism too weak (534). Gmail says 5.7.9 for accounts with two-step verification.',
      todo: 'Make an app password in the settings of the account and use it, or use OAuth2.',
    }
  if (code === 530 || code === 538)
    return {
      cause: 'encrypt',
      title: `The server on ${where} wants encryption before a login (${code}).`,
      who: 'you',
      why: 'A login in clear is not taken there.',
      todo: 'Set requireTLS: true (STARTTLS) in the app, or use 465.',
    }
  if (code >= 500 && code <= 504 && !isAhaSend(c))
    return {
      cause: `${code}`,
      title: `Logins are not available on ${where} in this way (${code}).`,
      who: 'you',
      why: 'The server does not know AUTH there, or not this mechanism: the port may be for mail between servers.',
      todo: 'Use 587 or 465, and a mechanism that the server announces.',
    }
  if (code < 500)
    return {
      cause: `${code}`,
      title: `The server on ${where} puts the login off (${code}).`,
      who: 'server',
      why: 'A 4xx code is temporary and says nothing about the password.',
      todo: 'Wait some minutes and try again.',
    }
  return {
    cause: 'credentials',
    title: `The server on ${where} does not accept user name and password (${code}).`,
    why: isAhaSend(c)
      ? 'AhaSend answers 500 to a wrong login. A new credential takes up to two minutes to work.'
      : 'The server says the same for a wrong user name, a wrong password, and a right one with an invisible character around it.',
    todo: last.cleaned
      ? `Refused with and without what is around the password: check user name and password. ${ofTheProvider(c) || usual}`
      : credentialAdvice(c),
  }
}

function isAhaSend({ provider }: Case): boolean {
  return provider !== null && provider.id.startsWith('ahasend')
}

/** What to look at first: what the lint found, then what the provider wants, then the usual. */
function credentialAdvice(c: Case): string {
  const lint = c.observations.notes
    .filter(({ field }) => field === 'password' || field === 'username')
    .map(({ text }) => text)
  return [...new Set(lint), ofTheProvider(c)].filter((text) => text !== '').join(' ') || usual
}

const usual =
  'Copy user name and password anew from the pages of the provider; some want an app password, an API key, or the full address as user name.'

/** Where the user name is a word that is the same for everybody, and another one was given. */
function ofTheProvider({ provider, question }: Case): string {
  const literal = provider?.username ?? null
  if (provider === null || literal === null || question.username === literal) return ''
  return `The user name of ${provider.title} is the word ${literal}, the password an API key.`
}

function lastTry(tries: readonly LoginTry[]): LoginTry | null {
  return tries.at(-1) ?? null
}

function lines(tries: readonly LoginTry[]): string {
  return tries
    .map(
      ({ mechanism, cleaned, code, reply, ended }) =>
        `AUTH ${mechanism}${cleaned ? ' (password cleaned)' : ''}: ${reply ?? code ?? ended ?? 'no reply'}`,
    )
    .join('\n')
}

export const loginRules: readonly Rule[] = [
  {
    id: 'loginRefused',
    stage: 'login',
    who: 'account',
    severity: (group, c) => gravity(c, group.endpoints),
    ...page,
    applies: (endpoint, c) => {
      if (wayFor(c, endpoint).login !== 'refused') return null
      const last = lastTry(endpoint.login?.tries ?? [])
      return last === null ? null : meaning(last, '', c).cause
    },
    say: (group, c) => {
      const tries = group.first.login?.tries ?? []
      const last = lastTry(tries) as LoginTry
      const { cause: _cause, ...words } = meaning(last, group.where, c)
      return {
        seen: `AUTH ${last.mechanism} got ${last.reply === null ? (last.code ?? 'no reply') : quoted(last.reply)}${tries.length > 1 ? ', and so did the cleaned password' : ''}.`,
        expected: '235.',
        evidence: lines(tries),
        ...words,
      }
    },
  },
  {
    id: 'loginNeedsCleanPassword',
    stage: 'login',
    who: 'you',
    severity: 'problem',
    ...page,
    applies: ({ login }) => login?.tries.some(({ code, cleaned }) => code === 235 && cleaned) ?? false,
    say: (group, c) => ({
      title: `The login on ${group.where} works once the password is cleaned: as the app has it, it is refused.`,
      seen: 'Refused as it was given, accepted without what is around it.',
      expected: 'The password with nothing around it.',
      why: 'A line break, space or invisible mark belongs to the password for the server. echo adds such a line break; printf does not.',
      todo: credentialAdvice(c),
      evidence: lines(group.first.login?.tries ?? []),
    }),
  },
  {
    id: 'loginAccepted',
    stage: 'login',
    who: null,
    severity: 'good',
    page: null,
    applies: ({ login }) => login?.tries.some(({ code, cleaned }) => code === 235 && !cleaned) ?? false,
    say: (group) => ({
      title: `The login is accepted on ${group.where}.`,
      seen: `AUTH ${list((group.first.login?.tries ?? []).map(({ mechanism }) => mechanism))} got 235.`,
      expected: '235.',
      why: 'User name and password are right.',
      todo: '',
      evidence: lines(group.first.login?.tries ?? []),
    }),
  },
  {
    id: 'loginSkipped',
    stage: 'login',
    who: null,
    severity: 'warning',
    ...page,
    applies: (endpoint, c) =>
      !c.running &&
      !endpoint.elsewhere &&
      endpoint.login !== null &&
      endpoint.login.tries.length === 0 &&
      // Not tried since it was refused on another port: `loginRefused` says so.
      wayFor(c, endpoint).login !== 'refused' &&
      (endpoint.login.skipped ?? 'no reason was noted'),
    say: (group) => ({
      title: `The login was not tested on ${group.where}.`,
      seen: capital((group.first.login?.skipped ?? 'No reason was noted').replace(/\.?$/, '.')),
      expected: 'A try over TLS with a certificate that was verified.',
      why: 'A password is sent only where nobody can read it, and only to the server it belongs to.',
      todo: 'Put right what keeps it from being tried, then test again.',
    }),
  },
  {
    id: 'loginNotTested',
    stage: 'login',
    who: null,
    severity: 'info',
    page: null,
    applies: (endpoint, c) =>
      !c.running &&
      c.question.depth !== 'reach' &&
      endpoint.login === null &&
      !endpoint.elsewhere &&
      wayFor(c, endpoint).stands &&
      wayFor(c, endpoint).login === 'notTested',
    say: (group) => ({
      title: `The login was not tested on ${group.where}.`,
      seen: 'No login was asked for.',
      expected: '',
      why: 'That the server can be reached does not say that user name and password are right.',
      todo: 'Enter user name and password and switch on the login test.',
    }),
  },
]
