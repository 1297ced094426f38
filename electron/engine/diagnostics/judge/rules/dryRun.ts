import type { Endpoint, StepReply } from '../../../../../shared/model/diagnosis/observation.ts'
import { gravity, wayFor, type Case } from '../case.ts'
import { verb, type Rule } from '../finding.ts'
import { capital, quoted } from '../words.ts'

type Kind = 'login' | 'sender' | 'later' | 'relay' | 'recipient' | 'accepted'

/** The first reply that is not positive decides. */
function decisive({ dryRun }: Endpoint): StepReply | null {
  const steps = (dryRun ?? []).filter(({ command }) => /^(MAIL|RCPT)/i.test(command))
  return steps.find(({ code }) => code !== null && code >= 400) ?? steps.at(-1) ?? null
}

function kindOf(endpoint: Endpoint): Kind | null {
  const step = decisive(endpoint)
  if (step === null || step.code === null) return null
  const isSender = /^MAIL/i.test(step.command)
  if (step.code < 400) return isSender ? null : 'accepted'
  if (step.code === 530 || /auth\w* (is )?(required|needed)|5\.7\.0.*auth/i.test(step.reply ?? '')) return 'login'
  if (step.code < 500) return 'later'
  const text = step.reply ?? ''
  // Who may send as whom is often looked at with the recipient only: Exchange says 5.7.60, others name the sender.
  if (isSender || /5\.7\.60|send as|\bsender\b/i.test(text)) return 'sender'
  if (/\b5\.1\.[1236]\b/.test(text)) return 'recipient'
  return /relay|5\.7\.1|not permitted|denied/i.test(text) ? 'relay' : 'recipient'
}

const applies =
  (kind: Kind): Rule['applies'] =>
  (endpoint) =>
    kindOf(endpoint) === kind && `${decisive(endpoint)?.code}`

function said(endpoint: Endpoint): string {
  const step = decisive(endpoint)
  return `${/^MAIL/i.test(step?.command ?? '') ? 'MAIL FROM' : 'RCPT TO'} was answered with ${quoted(step?.reply ?? String(step?.code ?? 'nothing'))}.`
}

function lines({ dryRun }: Endpoint): string {
  return (dryRun ?? []).map(({ command, code, reply }) => `${command}: ${reply ?? code ?? 'no reply'}`).join('\n')
}

function loggedIn(endpoint: Endpoint, c: Case): boolean {
  return wayFor(c, endpoint).login === 'accepted'
}

const grave: Rule['severity'] = (group, c) => gravity(c, group.endpoints)

export const dryRunRules: readonly Rule[] = [
  {
    id: 'senderRefused',
    stage: 'dryRun',
    who: 'account',
    page: 'sender-refused',
    severity: grave,
    applies: applies('sender'),
    say: (group, c) => ({
      title: `The sender ${quoted(c.question.dryRun?.from ?? '', 60)} is refused on ${group.where}.`,
      seen: said(group.first),
      expected: '250.',
      why: 'Providers take mail only from addresses or domains that were verified for the account.',
      todo: `Verify the From domain or address ${c.provider === null ? 'with the provider' : `in ${c.provider.title}`}, or send from one that is verified.`,
      evidence: lines(group.first),
    }),
  },
  {
    id: 'dryRunLater',
    stage: 'dryRun',
    who: 'server',
    page: null,
    severity: 'warning',
    applies: applies('later'),
    say: (group) => ({
      title: `${capital(group.where)} ${verb(group, 'puts')} the mail off (${decisive(group.first)?.code}).`,
      seen: said(group.first),
      expected: '250.',
      why: 'A 4xx code is temporary. Greylisting refuses the first try of an unknown sender; a quota or rate limit may be used up.',
      todo: 'Let the app keep the mail and try again after some minutes (a queue); most frameworks do not by themselves.',
      evidence: lines(group.first),
    }),
  },
  {
    id: 'relayDenied',
    stage: 'dryRun',
    who: 'account',
    page: 'sender-refused',
    severity: grave,
    applies: applies('relay'),
    say: (group, c) => ({
      title: `${capital(group.where)} ${verb(group, 'does')} not pass mail on to ${quoted(c.question.dryRun?.to ?? '', 60)}.`,
      seen: said(group.first),
      expected: '250.',
      why: loggedIn(group.first, c)
        ? 'The account may not send to that address or from this sender.'
        : 'A server passes mail on only for those who logged in, or come from its own network. Nobody logged in here.',
      todo: loggedIn(group.first, c)
        ? 'Ask the provider what the account may send to.'
        : 'Log in: set user name and password in the app, and use 587 or 465.',
      who: loggedIn(group.first, c) ? 'account' : 'you',
      evidence: lines(group.first),
    }),
  },
  {
    id: 'recipientRefused',
    stage: 'dryRun',
    who: 'account',
    page: 'sender-refused',
    severity: grave,
    applies: applies('recipient'),
    say: (group, c) => ({
      title: `The recipient ${quoted(c.question.dryRun?.to ?? '', 60)} is refused on ${group.where}.`,
      seen: said(group.first),
      expected: '250.',
      why: 'The address does not exist there, is on a suppression list, or may not be written to by this account.',
      todo: 'Check the address, and try another one.',
      evidence: lines(group.first),
    }),
  },
  {
    id: 'dryRunNeedsLogin',
    stage: 'dryRun',
    who: 'you',
    page: null,
    severity: 'warning',
    applies: applies('login'),
    say: (group) => ({
      title: `${capital(group.where)} ${verb(group, 'wants')} a login before it looks at sender and recipient.`,
      seen: said(group.first),
      expected: 'A login before MAIL FROM.',
      why: 'As it should be on a submission port. Whether the sender is allowed cannot be found out without it.',
      todo: 'Switch on the login test as well.',
      evidence: lines(group.first),
    }),
  },
  {
    id: 'dryRunAccepted',
    stage: 'dryRun',
    who: null,
    page: null,
    severity: 'good',
    applies: applies('accepted'),
    say: (group) => ({
      title: `Sender and recipient are accepted on ${group.where}.`,
      seen: said(group.first),
      expected: '250.',
      why: 'No message was sent. Some providers refuse a sender only after the message.',
      todo: '',
      evidence: lines(group.first),
    }),
  },
]
