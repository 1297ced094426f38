import type { Socket } from 'node:net'
import type { Greeting, Reach, StartTls } from '../../../../shared/model/diagnosis/observation.ts'
import { whenTimeIsUp } from '../patience.ts'
import { Conversation } from './conversation.ts'
import { converseBare, secure } from './secure.ts'
import { greetingOf } from './greeting.ts'
import { answersTls } from './tlsAnswer.ts'
import type { Visit } from './visit.ts'

/** The first connection: what is there, and which way in. From there on to the end of the visit. */
export async function approach(visit: Visit): Promise<void> {
  const { stages, state, task } = visit
  const socket = await stages.run(
    'reach',
    async () => {
      const connected = await visit.connect()
      state.reach = connected.reach
      return connected.socket
    },
    (one) => one === null,
  )
  if (socket === null) return stages.skipRest(notReached(state.reach))
  if (!task.tlsFirst) return listen(visit, socket)
  const answer = await answersTls(socket, visit)
  if (answer?.is === 'tls') return enterTls(visit)
  const again = await visit.connectAgain()
  if (again !== null) await listen(visit, again)
}

/** Waits for a greeting: who speaks first is dropped by some servers. When none comes, another connection tries TLS. */
async function listen(visit: Visit, socket: Socket): Promise<void> {
  const { stages, state } = visit
  const conversation = new Conversation(socket, visit.journal, false)
  try {
    const greeting = await stages.run(
      'greeting',
      () => hearOrAskForTls(visit, conversation),
      ({ is }) => is !== 'smtp' && is !== 'tls',
    )
    state.greeting = greeting
    if (greeting.is === 'tls') {
      conversation.socket.destroy()
      return await enterTls(visit)
    }
    if (greeting.is !== 'smtp') return stages.skipRest('There is no mail server to go on with.')
    state.mode = 'plain'
    if (greeting.code === 421) visit.throttle(greeting.lines.at(-1) ?? '421')
    if (greeting.code !== 220)
      return stages.skipRest(`The server refused with ${greeting.code ?? 'an unreadable reply'}.`)
    if (!conversation.usable) return stages.skipRest('The server ended the conversation.')
    await converseInClear(visit, conversation)
  } finally {
    conversation.quit()
  }
}

async function hearOrAskForTls(visit: Visit, conversation: Conversation): Promise<Greeting> {
  const { tools, journal } = visit
  const { patience, signal } = tools
  const answered = new AbortController()
  const unanswered = AbortSignal.any([signal, answered.signal])
  const heard = conversation.hear(patience.greeting, unanswered).then(greetingOf)
  heard.catch(() => undefined)
  const first = await Promise.race([heard, after(patience.silence, signal)])
  // One that has begun to speak is slow, not silent.
  if (first !== null || conversation.ahead.length > 0 || tools.manners.left === 0) return heard
  journal.note('Nothing yet. Another connection tries TLS.')
  const asked = visit
    .connect(unanswered)
    .then(({ socket }) => (socket === null ? null : answersTls(socket, visit, unanswered)))
    // What tells nothing leaves the word to who has not spoken yet.
    .then((answer) => answer ?? heard)
  asked.catch(() => undefined)
  try {
    return await Promise.race([heard, asked])
  } finally {
    answered.abort()
  }
}

async function enterTls(visit: Visit): Promise<void> {
  visit.state.mode = 'tls'
  visit.stages.skip('TLS from the first byte: there is nothing before it.', 'capabilities', 'startTls')
  const socket = await visit.connectAgain()
  if (socket !== null) await secure(visit, socket)
}

async function converseInClear(visit: Visit, conversation: Conversation): Promise<void> {
  const { stages, state, task } = visit
  if (task.depth === 'reach') return stages.skipRest('Not asked for: only whether the server can be reached.')
  const capabilities = await stages.run(
    'capabilities',
    () => visit.askCapabilities(conversation),
    ({ code }) => code !== 250 || !conversation.usable,
  )
  state.capabilities = capabilities
  if (capabilities.code === 421) visit.throttle(capabilities.lines.at(-1) ?? '421')
  if (capabilities.code !== 250 || !conversation.usable)
    return stages.skipRest('The server did not answer EHLO with what it can do.')
  const startTls = await stages.run(
    'startTls',
    () => askStartTls(visit, conversation, capabilities.keywords.includes('STARTTLS')),
    ({ code, injected }) => code !== 220 || injected !== null,
  )
  state.startTls = startTls
  if (startTls.code === 421) visit.throttle(startTls.reply ?? '421')
  if (startTls.injected !== null) {
    conversation.socket.destroy()
    return stages.skipRest('Bytes were slipped in before encryption began: this path is not used.')
  }
  if (startTls.code === 220) return secure(visit, conversation.release())
  stages.skip('The connection could not be encrypted.', 'handshake', 'certificate', 'versions', 'deep')
  await converseBare(visit, conversation)
}

/** STARTTLS (RFC 3207), offered or not: a server without it says 500 or 502, one whose offer was taken out says 220. */
async function askStartTls({ tools, journal }: Visit, conversation: Conversation, offered: boolean): Promise<StartTls> {
  const heard = await conversation.ask('STARTTLS', tools.patience.command, tools.signal)
  const injected = heard.code === 220 && conversation.ahead.length > 0 ? conversation.ahead.toString('latin1') : null
  return {
    offered,
    sentAnyway: !offered,
    code: heard.code,
    reply: heard.lines.length === 0 ? null : heard.lines.join('\n'),
    injected: injected === null ? null : journal.safe(injected.slice(0, 500)),
    ended: heard.ended,
    milliseconds: heard.milliseconds,
  }
}

function notReached(reach: Reach | null): string {
  return reach?.is === 'silent' ? 'No connection: there was no answer.' : 'No connection.'
}

/** Null after so many milliseconds, or when it is stopped. */
function after(milliseconds: number, signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    const callOff = whenTimeIsUp(milliseconds, done)
    signal.addEventListener('abort', done, { once: true })
    function done(): void {
      callOff()
      signal.removeEventListener('abort', done)
      resolve(null)
    }
  })
}
