import type { InputNote } from '../model/diagnosis/question.ts'
import { readPairs, type Pair } from './pairs.ts'
import { note, shown } from './smtpRead.ts'

interface Switch {
  /** Against the whole name, with the names of the blocks around it. */
  readonly name: RegExp
  readonly off: RegExp
  readonly does: string
  readonly todo: (name: string) => string
}

const mostSwitches = 5

/** Settings by which an app keeps its mail to itself. */
const switches: readonly Switch[] = [
  // Laravel, MAIL_DRIVER before 7.
  {
    name: /^MAIL_(MAILER|DRIVER)$/,
    off: /^log$/i,
    does: 'writes mail to a log file',
    todo: (name) => `Set ${name}=smtp.`,
  },
  {
    name: /^MAIL_(MAILER|DRIVER)$/,
    off: /^array$/i,
    does: 'keeps mail in memory',
    todo: (name) => `Set ${name}=smtp.`,
  },
  // Django, also from a variable of that name.
  {
    name: /(^|_)EMAIL_BACKEND$/,
    off: /\b(console|filebased|locmem|dummy)(\.EmailBackend)?$/,
    does: 'prints, stores or drops mail',
    todo: (name) => `Set ${name} to django.core.mail.backends.smtp.EmailBackend.`,
  },
  // Rails.
  {
    name: /(^|[._])delivery_method$/i,
    off: /^:?(test|file|letter_opener(_web)?)$/,
    does: 'keeps mail on this machine',
    todo: () => 'Set delivery_method to :smtp in the environment that runs.',
  },
  {
    name: /(^|[._])perform_deliveries$/i,
    off: /^false$/i,
    does: 'switches delivery off',
    todo: () => 'Set perform_deliveries to true.',
  },
  // Symfony.
  {
    name: /(^|[._])(mailer_)?dsn$/i,
    off: /^null:\/\//i,
    does: 'throws mail away',
    todo: (name) => `Set ${name} to smtp://user:password@host:587.`,
  },
  // Nodemailer.
  {
    name: /(^|\.)(json|stream)Transport$/,
    off: /^true$/,
    does: 'makes the message and hands it back',
    todo: (name) => `Leave ${name} out and give host and port.`,
  },
]

/**
 * Notes of what keeps mail from leaving by configuration: Laravel's log, Django's console, Rails' :test, Symfony's null://,
 * Nodemailer's jsonTransport. A name that has another value elsewhere in the text gives a warning, since nobody can tell which
 * of them is in force. Pure.
 */
export function mailerOffNotes(text: string): InputNote[] {
  const pairs = readPairs(text, () => false)
  const notes: InputNote[] = []
  for (const { pair, found } of pairs.flatMap((one) => switchOf(one)).slice(0, mostSwitches)) {
    const { name, value } = pair
    const said = /transport$/i.test(name) ? `${name}: ${value}` : `${name}=${value}`
    const otherwise = pairs.some((one) => one.name === name && !switchOf(one).length)
    const here = otherwise ? 'nothing is sent where this line is in force' : 'nothing is ever sent'
    notes.push(
      note(
        'mailerDoesNotSend',
        'other',
        otherwise ? 'warning' : 'problem',
        `${said} ${found.does}: ${here}. ${found.todo(name)}`,
      ),
    )
  }
  return notes
}

function switchOf(pair: Pair): { pair: Pair; found: Switch }[] {
  const name = [...pair.path, pair.name].join('.')
  const found = switches.find((one) => (one.name.test(pair.name) || one.name.test(name)) && one.off.test(pair.value))
  // What Symfony writes behind null:// says nothing and may be anything.
  const value = pair.value.toLowerCase().startsWith('null://') ? 'null://' : shown(pair.value)
  return found ? [{ pair: { ...pair, value }, found }] : []
}
