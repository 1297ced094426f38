import type { Pair } from './pairs.ts'
import { readPlaceholder } from './placeholder.ts'
import { note, type SmtpSettings } from './smtpRead.ts'
import type { SmtpRole } from './smtpRoles.ts'
import { checksSwitchedOff } from './smtpUrl.ts'

type Values = ReadonlyMap<SmtpRole, Pair>

/** How the connection is protected, from what frameworks call it, and what is wrong with how that is written. */
export function readTlsSettings(said: SmtpSettings, values: Values): void {
  const tlsPort = said.port === 465
  const yes = (role: SmtpRole) => isTrue(values.get(role)?.value)
  const no = (role: SmtpRole) => isFalse(values.get(role)?.value)
  readEncryption(said, values.get('encryption'))
  // Nodemailer: STARTTLS is used where it is offered, which whoever is on the way can take away.
  if (yes('useTls') || (values.has('useTls') && isWord(values.get('useTls'), /^(tls|starttls)$/i)))
    said.security =
      tlsPort && !/start/i.test(values.get('useTls')?.name ?? '')
        ? 'tls'
        : isSpring(values)
          ? 'opportunistic'
          : 'starttls'
  else if (no('useTls') && said.security === 'auto' && !yes('useSsl')) said.security = 'none'
  if (yes('useSsl')) {
    if (yes('useTls') && /use/i.test(values.get('useSsl')?.name ?? '') && /use/i.test(values.get('useTls')?.name ?? ''))
      said.notes.push(
        note(
          'tlsAndSsl',
          'security',
          'problem',
          'TLS and SSL are both on. They exclude each other: SSL (TLS from the first byte) goes with port 465, TLS (STARTTLS) with 587.',
        ),
      )
    // .NET means STARTTLS by EnableSsl.
    said.security = /^enablessl$/i.test(values.get('useSsl')?.name ?? '') && !tlsPort ? 'starttls' : 'tls'
  }
  readSecure(said, values)
  if (yes('requireTls') && said.security !== 'tls') said.security = 'starttls'
  readHarm(said, values)
}

function readEncryption(said: SmtpSettings, pair: Pair | undefined): void {
  if (!pair) return
  const word = pair.value.toLowerCase()
  if (/smtps|^ssl|sslonconnect|implicit/.test(word)) said.security = 'tls'
  // What PHP calls `tls` is STARTTLS.
  else if (/starttls|^tls/.test(word))
    said.security = said.port === 465 && !word.includes('starttls') ? 'tls' : 'starttls'
  else if (/^(none|plain|null|false|off)$/.test(word) || word === '') said.security = 'none'
}

function readSecure(said: SmtpSettings, values: Values): void {
  const pair = values.get('secure')
  if (!pair) return
  const isEnvironment = /^[A-Z][A-Z0-9_]+$/.test(pair.name)
  const variable = readPlaceholder(pair.value)
  if (/^(tls|ssl|starttls|smtps)$/i.test(pair.value) || /ENCRYPTION_/.test(pair.value))
    return readEncryption(said, pair)
  if (variable !== null) {
    said.notes.push(
      note(
        'secureFromVariable',
        'security',
        'warning',
        `secure comes from a variable of the environment. Those are texts, and the text "false" counts as true: compare it with === 'true'.`,
      ),
    )
    return
  }
  if (isFalse(pair.value) && pair.quoted && !isEnvironment) {
    said.security = 'tls'
    said.notes.push(
      note(
        'secureIsText',
        'security',
        'problem',
        'secure is "false" in quotation marks. That is text, and text counts as true: the app begins with TLS. Write secure: false without them.',
      ),
    )
    return
  }
  if (isFalse(pair.value) && isEnvironment)
    said.notes.push(
      note(
        'secureFromVariable',
        'security',
        'warning',
        `${pair.name} is the text "false" for the app, and text counts as true unless it is compared: ${pair.name} === 'true'.`,
      ),
    )
  if (isTrue(pair.value)) said.security = 'tls'
  if (!isFalse(pair.value)) return
  const required = isTrue(values.get('requireTls')?.value)
  said.security = required ? 'starttls' : isTrue(values.get('ignoreTls')?.value) ? 'none' : 'opportunistic'
  if (said.security === 'opportunistic' && !isEnvironment && said.port !== 465)
    said.notes.push(
      note(
        'requireTlsMissing',
        'security',
        'warning',
        'Without requireTLS: true the password goes out in clear as soon as a server, or somebody on the way, does not offer STARTTLS.',
      ),
    )
}

/** Settings that switch protection off, or that were copied from somewhere. */
function readHarm(said: SmtpSettings, values: Values): void {
  const checks = values.get('checks')
  if (
    checks &&
    (isFalse(checks.value) || /^['":]*(none|VERIFY_NONE|OpenSSL::SSL::VERIFY_NONE)['"]*$/i.test(checks.value))
  )
    said.notes.push(checksSwitchedOff)
  else if (values.get('trust')?.value === '*') said.notes.push(checksSwitchedOff)
  if (/ssl_?v?[23]/i.test(values.get('ciphers')?.value ?? ''))
    said.notes.push(
      note(
        'ciphersSslV3',
        'security',
        'warning',
        "tls.ciphers: 'SSLv3' does not switch SSLv3 on, it only takes cipher suites away. It was copied from old advice and helps nothing: leave it out.",
      ),
    )
  const ignore = values.get('ignoreTls')
  if (ignore && isTrue(ignore.value))
    said.notes.push(
      /self_?signed|skip_?verify|insecure/i.test(ignore.name)
        ? checksSwitchedOff
        : note(
            'ignoreTls',
            'security',
            'warning',
            'ignoreTLS sends everything in clear, the password too, even where the server offers encryption. Only for a server on this machine.',
          ),
    )
}

/** JavaMail's starttls.enable alone is STARTTLS where it is offered. */
function isSpring(values: Values): boolean {
  const pair = values.get('useTls')
  return (
    pair !== undefined && /starttls/i.test([...pair.path, pair.name].join('.')) && /auto$|enabled?$/i.test(pair.name)
  )
}

function isWord(pair: Pair | undefined, word: RegExp): boolean {
  return pair !== undefined && word.test(pair.value)
}

function isTrue(value: string | undefined): boolean {
  return /^(true|1|yes|on)$/i.test(value ?? '')
}

function isFalse(value: string | undefined): boolean {
  return /^(false|0|no|off)$/i.test(value ?? '')
}
