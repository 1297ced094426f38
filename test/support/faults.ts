import type { FaultEffect, FaultScenario, FaultStage } from '../../shared/model/manners.ts'
import type { SmtpRig } from './smtpServer.ts'
import { SmtpSocket } from './smtpSocket.ts'

export type Fault = FaultScenario['faults'][number]

export const fault = (stage: FaultStage, effect: FaultEffect, more: Partial<Fault> = {}): Fault => ({
  stage,
  effect,
  recipient: null,
  percent: 100,
  ...more,
})

export const scenario = (faults: readonly Fault[], more: Partial<FaultScenario> = {}): FaultScenario => ({
  id: 'one',
  name: 'Slow Tuesday',
  ports: [],
  active: true,
  faults: [...faults],
  ...more,
})

/** Switches on these faults and no others. */
export const switchOn = ({ server }: SmtpRig, ...faults: readonly Fault[]): void =>
  server.followFaults([scenario(faults)])

export const notToday: Extract<FaultEffect, { is: 'reply' }> = {
  is: 'reply',
  code: 450,
  enhancedCode: '4.7.9',
  text: 'Not today',
}

export const from = 'MAIL FROM:<a@example.test>'
export const to = 'RCPT TO:<b@example.test>'
export const stages: readonly FaultStage[] = [
  'connect',
  'ehlo',
  'starttls',
  'auth',
  'mail',
  'rcpt',
  'data',
  'message',
  'quit',
]
const said: Readonly<Record<FaultStage, readonly string[]>> = {
  connect: [],
  ehlo: ['EHLO client.test'],
  starttls: ['EHLO client.test', 'STARTTLS'],
  auth: ['EHLO client.test', `AUTH PLAIN ${Buffer.from('\0a\0b').toString('base64')}`],
  mail: ['EHLO client.test', from],
  rcpt: ['EHLO client.test', from, to],
  data: ['EHLO client.test', from, to, 'DATA'],
  message: ['EHLO client.test', from, to, 'DATA', 'Hello.\r\n.'],
  quit: ['EHLO client.test', 'QUIT'],
}
export const rightCode: Readonly<Record<FaultStage, string>> = {
  connect: '220',
  ehlo: '250',
  starttls: '220',
  auth: '235',
  mail: '250',
  rcpt: '250',
  data: '354',
  message: '250',
  quit: '221',
}

/** Talks up to a stage. Gives the reply of that stage, and the client. */
export async function reach(
  { port }: SmtpRig,
  stage: FaultStage,
): Promise<{ client: SmtpSocket; answer: Promise<string> }> {
  const client = await SmtpSocket.open(port)
  const lines = said[stage]
  if (lines.length === 0) return { client, answer: client.reply() }
  await client.reply()
  await client.sayAll(...lines.slice(0, -1))
  return { client, answer: client.say(lines.at(-1) ?? '') }
}
