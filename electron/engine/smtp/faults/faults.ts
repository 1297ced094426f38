import { isDeepStrictEqual } from 'node:util'
import type { Fault, FaultEffect, FaultScenario, FaultStage } from '../../../../shared/model/manners.ts'
import { reply, type SmtpReply } from '../reply.ts'
import { Greylist } from './greylist.ts'
import { fitsPattern } from './pattern.ts'
import type { Pace } from './slowReply.ts'

/** A point of a conversation at which faults may strike. */
export interface Occasion {
  readonly stage: FaultStage
  readonly port: number
  readonly tlsIsNext: boolean
  readonly remoteAddress: string
  readonly sender: string
  /** Those it is about: one for `rcpt`, all for what comes after. */
  readonly recipients: readonly string[]
  readonly now: number
}

/** What goes wrong. */
export interface Strike {
  readonly scenarios: readonly string[]
  /** In place of the right reply; null: the right one. */
  readonly instead: SmtpReply | 'disconnect' | 'tlsFailure' | null
  readonly pace: Pace | null
}

interface Armed {
  readonly fault: Fault
  readonly greylist: Greylist
  /** Messages that a quota has let pass. */
  passed: number
}

interface Active {
  readonly scenario: FaultScenario
  readonly armed: readonly Armed[]
}

const mailboxFull: SmtpReply = { ...reply(452, '4.2.2', 'Mailbox full'), situation: 'asIs' }

/** The scenarios that are switched on, and what they remember. */
export class Faults {
  #active: readonly Active[] = []

  /** Whether to ask at all. */
  get active(): boolean {
    return this.#active.length > 0
  }

  /** A scenario that stays on, and whose faults stay the same, goes on where it was. */
  follow(scenarios: readonly FaultScenario[]): void {
    const before = this.#active
    this.#active = scenarios
      .filter(({ active }) => active)
      .map((scenario) => {
        const known = before.find(({ scenario: { id } }) => id === scenario.id)
        const same = known !== undefined && isDeepStrictEqual(known.scenario.faults, scenario.faults)
        return { scenario, armed: same ? known.armed : scenario.faults.map(arm) }
      })
  }

  /** Null when nothing strikes. Of several replies the first counts; delays add up. */
  strike(occasion: Occasion): Strike | null {
    const scenarios = new Set<string>()
    const letPass: Armed[] = []
    let instead: Strike['instead'] = null
    let delay = 0
    let perByte = 0
    for (const { scenario, armed } of this.#active) {
      if (scenario.ports.length > 0 && !scenario.ports.includes(occasion.port)) continue
      for (const one of armed) {
        if (!isMeant(one.fault, occasion)) continue
        const { effect } = one.fault
        if (effect.is === 'delay') delay += effect.milliseconds
        else if (effect.is === 'drip') perByte = Math.max(perByte, effect.millisecondsPerByte)
        else if (instead !== null) continue
        else {
          instead = verdict(one, effect, occasion)
          if (instead === null) {
            if (effect.is === 'quota') letPass.push(one)
            continue
          }
        }
        scenarios.add(scenario.name)
      }
    }
    if (instead === null) for (const one of letPass) one.passed += 1
    if (scenarios.size === 0) return null
    return { scenarios: [...scenarios], instead, pace: delay + perByte > 0 ? { delay, perByte } : null }
  }
}

function arm(fault: Fault): Armed {
  return { fault, greylist: new Greylist(), passed: 0 }
}

function isMeant({ stage, recipient, percent }: Fault, occasion: Occasion): boolean {
  if (stage !== occasion.stage) return false
  if (recipient !== null && !occasion.recipients.some((address) => fitsPattern(address, recipient))) return false
  return percent >= 100 || Math.random() * 100 < percent
}

function verdict(
  one: Armed,
  effect: Exclude<FaultEffect, { is: 'delay' | 'drip' }>,
  { tlsIsNext, remoteAddress, sender, recipients, now }: Occasion,
): Strike['instead'] {
  switch (effect.is) {
    case 'reply':
      return { ...reply(effect.code, effect.enhancedCode, effect.text), situation: 'asIs' }
    case 'disconnect':
      return 'disconnect'
    case 'tlsFailure':
      return tlsIsNext ? 'tlsFailure' : null
    case 'greylist':
      return one.greylist.judge([remoteAddress, sender, ...recipients].join(' ').toLowerCase(), effect.seconds, now)
    default:
      return one.passed < effect.messages ? null : mailboxFull
  }
}
