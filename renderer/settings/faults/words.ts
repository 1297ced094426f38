import type { Fault, FaultEffect, FaultStage } from '../../../shared/model/manners.ts'
import { duration } from '../../ui/format.ts'

/** Where in the conversation, as it is chosen. */
export const stageWords: Readonly<Record<FaultStage, string>> = {
  connect: 'On connecting',
  ehlo: 'At EHLO',
  starttls: 'At STARTTLS',
  auth: 'At the login (AUTH)',
  mail: 'At the sender (MAIL)',
  rcpt: 'At a recipient (RCPT)',
  data: 'At DATA',
  message: 'After the message',
  quit: 'At QUIT',
}

type EffectName = FaultEffect['is']

/** What happens, as it is chosen. */
export const effectWords: Readonly<Record<EffectName, string>> = {
  reply: 'Another reply',
  delay: 'The right reply, late',
  drip: 'The right reply, byte by byte',
  disconnect: 'The connection ends',
  tlsFailure: 'The TLS handshake fails',
  greylist: 'Greylisting',
  quota: 'A quota',
}

const everywhere: readonly EffectName[] = ['reply', 'delay', 'drip', 'disconnect']

/** What can go wrong at a stage. */
export function effectsAt(stage: FaultStage): readonly EffectName[] {
  if (stage === 'connect' || stage === 'starttls') return [...everywhere, 'tlsFailure']
  if (stage === 'rcpt') return [...everywhere, 'greylist']
  return stage === 'mail' || stage === 'message' ? [...everywhere, 'quota'] : everywhere
}

/** Stages that know the recipient. */
export function knowsRecipient(stage: FaultStage): boolean {
  return stage === 'rcpt' || stage === 'data' || stage === 'message'
}

/** To begin with. */
export function newEffect(is: EffectName): FaultEffect {
  switch (is) {
    case 'reply':
      return { is, code: 451, enhancedCode: '4.3.0', text: 'Try again later' }
    case 'delay':
      return { is, milliseconds: 5_000 }
    case 'drip':
      return { is, millisecondsPerByte: 100 }
    case 'greylist':
      return { is, seconds: 60 }
    case 'quota':
      return { is, messages: 10 }
    default:
      return { is }
  }
}

/** `At a recipient (RCPT), for no@*, in 30 of 100: 550 5.1.1 No such user`. */
export function faultInWords({ stage, recipient, percent, effect }: Fault): string {
  const whom = recipient === null ? '' : `, for ${recipient}`
  const often = percent >= 100 ? '' : `, in ${percent} of 100`
  return `${stageWords[stage]}${whom}${often}: ${effectInWords(effect)}`
}

function effectInWords(effect: FaultEffect): string {
  switch (effect.is) {
    case 'reply':
      return [effect.code, effect.enhancedCode, effect.text].filter(Boolean).join(' ')
    case 'delay':
      return `${duration(effect.milliseconds)} late`
    case 'drip':
      return `a byte every ${duration(effect.millisecondsPerByte)}`
    case 'disconnect':
      return 'the connection ends without a word'
    case 'tlsFailure':
      return 'the TLS handshake fails'
    case 'greylist':
      return `put off for ${effect.seconds} s at first (451)`
    case 'quota':
      return `452 after ${effect.messages} messages`
  }
}
