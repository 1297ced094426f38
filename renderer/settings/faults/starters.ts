import type { Fault } from '../../../shared/model/manners.ts'

interface Starter {
  readonly name: string
  readonly faults: readonly Fault[]
}

const always = { recipient: null, percent: 100 } as const

/** What every app meets one day, to begin with. */
export const starters: readonly Starter[] = [
  { name: 'Greylisting', faults: [{ ...always, stage: 'rcpt', effect: { is: 'greylist', seconds: 60 } }] },
  {
    name: 'Mailbox full',
    faults: [
      { ...always, stage: 'rcpt', effect: { is: 'reply', code: 452, enhancedCode: '4.2.2', text: 'Mailbox full' } },
    ],
  },
  {
    name: 'Slow server',
    faults: [
      { ...always, stage: 'connect', effect: { is: 'delay', milliseconds: 3_000 } },
      { ...always, stage: 'message', effect: { is: 'delay', milliseconds: 20_000 } },
    ],
  },
  {
    name: 'Rejects every third recipient',
    faults: [
      {
        recipient: null,
        percent: 33,
        stage: 'rcpt',
        effect: { is: 'reply', code: 550, enhancedCode: '5.1.1', text: 'No such user here' },
      },
    ],
  },
  { name: 'Drops in DATA', faults: [{ ...always, stage: 'data', effect: { is: 'disconnect' } }] },
]
