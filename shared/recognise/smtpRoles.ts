import type { Pair } from './pairs.ts'

/** What a setting is for. */
export type SmtpRole =
  | 'url'
  | 'host'
  | 'port'
  | 'username'
  | 'password'
  | 'serverName'
  | 'service'
  /** `secure` of Nodemailer: implicit TLS or not. */
  | 'secure'
  /** A word: tls, ssl, starttls, none. */
  | 'encryption'
  /** STARTTLS where it is offered, or required: frameworks differ. */
  | 'useTls'
  | 'useSsl'
  | 'requireTls'
  | 'ignoreTls'
  | 'checks'
  | 'trust'
  | 'ciphers'
  | 'mechanism'

/** Against the words of a name, joined: `smtphost` of SMTP_HOST. The first that fits. */
const byName: readonly [SmtpRole, RegExp][] = [
  [
    'checks',
    /(rejectunauthorized|verifypeer|verifypeername|sslverify|tlsverify|verifycertificate|opensslverifymode|validatecerts?|checkserveridentity)$/,
  ],
  ['trust', /ssltrust$/],
  ['ciphers', /(tls|ssl)?ciphers$/],
  ['serverName', /(servername|peername|sni)$/],
  ['ignoreTls', /(ignoretls|ignorestarttls|allowselfsigned|skipverify|tlsinsecure|disablestarttls)$/],
  ['requireTls', /(requiretls|starttlsrequired|starttlsrequire|requirestarttls|enablestarttls|usestarttls)$/],
  [
    'useTls',
    /(usetls|starttlsenabled?|starttlsauto|starttls|enabletls|tlsenabled?|smtptls|mailtls|emailtls|smtpautotls)$|^tls$/,
  ],
  ['useSsl', /(usessl|sslenabled?|enablessl|smtpssl|mailssl|emailssl|implicittls)$|^ssl$/],
  [
    'encryption',
    /(encryption|smtpsecurity|connectionsecurity|securesocketoptions?|tlsmode|mailscheme|smtpscheme|transportprotocol|mailprotocol|smtpprotocol)$|^(scheme|security|protocol)$/,
  ],
  ['secure', /secure$/],
  ['mechanism', /(authmethod|authtype|authmechanism|authmechanisms|authentication)$/],
  ['password', /(passwd|password|passphrase|pass|secret|apikey|smtptoken|smtpkey)$/],
  ['username', /(user|username|userid|login)$/],
  [
    'url',
    /(mailerdsn|smtpurl|smtpuri|smtpdsn|mailurl|emailurl|maildsn|smtpconnection(string|url)?|smtpaddr)$|^(dsn|url)$/,
  ],
  ['host', /(host|hostname|server|smarthost|relayhost|smtpaddress|smtpendpoint|smtprelay|mailserver)$|^address$/],
  ['service', /^(mail|smtp|email)?service$/],
]
/** Names of which the last word alone says what they are not. */
const otherThings =
  /^(from|reply|replyto|sender|to|cc|bcc|admin|support|noreply|bind|listen|local|ehlo|helo|imap|pop|pop3|ldap)$/
/** Other services that have hosts, ports and passwords as well. */
const otherServices =
  /^(db|database|datasource|redis|mysql|mariadb|postgres|postgresql|pg|pgsql|sqlite|mongo|mongodb|rabbit|rabbitmq|amqp|kafka|aws|s3|elasticsearch|opensearch|http|https|pusher|memcached|ftp|sftp|ssh|ldap|minio|vault|stripe|jwt|session|proxy|imap|pop3|pop|oauth|clickhouse|cassandra|mqtt|meilisearch|sentry|app|cache|broadcasting)$/
const mailWords =
  /^(smtp|smtps|mail|mailer|mailgun|mails|email|emails|mailtrap|nodemailer|sendgrid|ahasend|paubox|elasticemail|postmark|phpmailer)$/
/** Words that do not tell one server from another. */
const anyServer =
  /^(spring|auth|properties|settings|transports?|options|config|configuration|default|tls|ssl|starttls|environment|env|connection|server|action|services?|credentials|credential|defaults|params|my|stream|opts|ignore|require|required|reject|unauthorized|enable|enabled|use|auto|implicit|verify|peer|name|openssl|mode|ciphers?|sni|servername|skip|insecure|security|secure|encryption|scheme|protocol|method|type|mechanisms?|authentication|user|userid|username|login|pass|password|passwd|passphrase|secret|token|api|key|apikey|host|hostname|address|port|url|uri|dsn|smarthost|relayhost|endpoint|relay|addr|trust|socket|check|identity|validate|certs?|certificate|string|self|signed|allow|peername|starttlsrequired)$/

/** A pair that says something about a server, and which server of the text. */
export interface SmtpPair {
  readonly role: SmtpRole
  readonly pair: Pair
  /** The same for what belongs together. */
  readonly server: string
  readonly aboutMail: boolean
}

/** Null for what is no setting of a mail server. */
export function smtpPair(pair: Pair): SmtpPair | null {
  const own = wordsOf(pair.name)
  const around = pair.path.flatMap(wordsOf)
  const all = [...around, ...own]
  if (all.some((word) => otherServices.test(word))) return null
  if (own.some((word) => otherThings.test(word)) || all.includes('from')) return null
  const role = roleOf(own, around)
  // A call is no host, and is read elsewhere.
  if (role === null || (role === 'host' && /^[\w.]{1,60}\(\s*['"]?[\w-]+\./.test(pair.value))) return null
  return {
    role,
    pair,
    server: all.filter((word) => !anyServer.test(word) && !mailWords.test(word)).join('_'),
    aboutMail: all.some((word) => mailWords.test(word)),
  }
}

function roleOf(own: readonly string[], around: readonly string[]): SmtpRole | null {
  const name = own.join('')
  if (own.at(-1) === 'port' || /^(smtp|mail|email|server)port$/.test(name)) return 'port'
  // `starttls: { enable: true }`: the name alone says nothing.
  const whole = /^(enabled?|required?)$/.test(own.join('')) ? `${around.at(-1) ?? ''}${name}` : name
  return byName.find(([, pattern]) => pattern.test(whole))?.[0] ?? null
}

/** `SMTP_HOST`, `smtpHost`, `spring.mail.host`, `SMTPSecure`: in words, lower case. */
function wordsOf(name: string): string[] {
  return name
    .slice(0, 61)
    .split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())
}
