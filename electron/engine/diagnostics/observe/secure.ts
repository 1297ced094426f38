import type { Socket } from 'node:net'
import type { Capabilities, Endpoint } from '../../../../shared/model/diagnosis/observation.ts'
import { TlsVersion } from '../../../../shared/model/diagnosis/observation.ts'
import { examineChain } from '../tls/chain.ts'
import { handshake } from '../tls/handshake.ts'
import { probeVersions } from '../tls/versions.ts'
import { Conversation } from './conversation.ts'
import { dryRun } from './dryRun.ts'
import { greetingOf } from './greeting.ts'
import { mechanismFor, tryLogin } from './login.ts'
import type { Visit } from './visit.ts'

/** Milliseconds from which a greeting is held back on purpose. */
const slowGreeting = 2_000

/** From the handshake on, while the versions are asked for on connections of their own. */
export async function secure(visit: Visit, socket: Socket): Promise<void> {
  const { stages, state, tools, journal } = visit
  const {
    observation,
    served,
    socket: encrypted,
  } = await stages.run(
    'handshake',
    async () => {
      const made = await handshake(socket, {
        serverName: visit.sni,
        timeoutMs: tools.patience.tls,
        signal: tools.signal,
      })
      // Whoever stopped it has seen nothing of the server.
      if (tools.signal.aborted) socket.destroy()
      tools.signal.throwIfAborted()
      return made
    },
    (result) => !result.observation.ok,
  )
  state.handshake = observation
  const { ok, protocol, cipher, error, failed } = observation
  journal.note(ok ? `TLS: ${protocol ?? ''} ${cipher ?? ''}` : `TLS failed: ${error?.code ?? failed ?? 'unknown'}`)
  const versions = askVersions(visit)
  versions.catch(() => undefined)
  try {
    await readChain(visit, served)
    if (encrypted === null) stages.skip('The handshake failed.', 'greeting', 'login', 'dryRun')
    else await converseSecurely(visit, new Conversation(encrypted, journal, true))
    const shown = await versions
    // A server that fails the handshake may have shown its certificate to an older ClientHello.
    if (state.chain === null) await readChain(visit, shown)
    if (state.chain === null) stages.skip('The server showed no certificate.', 'certificate')
  } finally {
    socket.destroySoon()
  }
}

/** What goes on where the connection could not be encrypted. */
export async function converseBare(visit: Visit, conversation: Conversation): Promise<void> {
  if (visit.task.loginAsked) skipLogin(visit, 'A password is tried over verified TLS only, and there is none here.')
  if (conversation.usable) await askDryRun(visit, conversation)
}

async function readChain({ stages, state, task, tools, name }: Visit, served: readonly Buffer[]): Promise<void> {
  if (served.length === 0) return
  const work = async () => examineChain([...served], { host: name, ca: task.ca, now: tools.now() })
  state.chain = await stages.run('certificate', work, (chain) => chain.served.length === 0)
}

/** Resolves with the chain as an older ClientHello got it. */
async function askVersions(visit: Visit): Promise<Buffer[]> {
  const { stages, state, task, tools } = visit
  if (task.depth === 'reach') return []
  if (!task.probesVersions) {
    stages.skip('Asked at the first address of this port.', 'versions')
    return []
  }
  if (tools.manners.stopped !== null) {
    stages.skip(tools.manners.stopped, 'versions')
    return []
  }
  const { served, throttled } = await stages.run(
    'versions',
    () =>
      probeVersions(visit.openForTls, {
        serverName: visit.sni,
        versions: [...TlsVersion.options],
        // Each waits for the greeting again: one after the other would take minutes with a server that delays it.
        atOnce: (state.greeting?.milliseconds ?? 0) > slowGreeting ? TlsVersion.options.length : 2,
        timeoutMs: tools.patience.tls,
        signal: tools.signal,
        onAnswer: (answer) => {
          state.versions.push(answer)
          tools.changed()
        },
      }),
    (result) => result.throttled !== null,
  )
  const order: readonly string[] = TlsVersion.options
  state.versions.sort((a, b) => order.indexOf(a.version) - order.indexOf(b.version))
  if (throttled !== null) visit.throttle(throttled)
  return served
}

/** What is said within TLS. */
async function converseSecurely(visit: Visit, conversation: Conversation): Promise<void> {
  const { stages, state, task, tools } = visit
  try {
    if (state.mode === 'tls') {
      const greeting = await stages.run(
        'greeting',
        async () => greetingOf(await conversation.hear(tools.patience.greeting, tools.signal)),
        ({ is }) => is !== 'smtp',
      )
      state.greeting = greeting
      if (greeting.code === 421) visit.throttle(greeting.lines.at(-1) ?? '421')
      if (greeting.code !== 220 || !conversation.usable)
        return stages.skip('There is no mail server to go on with.', 'login', 'dryRun')
    }
    if (task.depth === 'reach') return
    const capabilities = await visit.askCapabilities(conversation)
    state.capabilitiesInTls = capabilities
    tools.changed()
    if (capabilities.code === 421) visit.throttle(capabilities.lines.at(-1) ?? '421')
    if (capabilities.code !== 250 || !conversation.usable)
      return stages.skip('The server did not answer EHLO.', 'login', 'dryRun')
    if (task.loginAsked) await askLogin(visit, conversation, capabilities)
    if (conversation.usable) await askDryRun(visit, conversation)
  } finally {
    conversation.quit()
  }
}

/** At most two tries on all ports together, over verified TLS: more would lock accounts and addresses. */
async function askLogin(visit: Visit, conversation: Conversation, { auth }: Capabilities): Promise<void> {
  const { stages, state, tools } = visit
  const { login } = visit.task
  if (login === null) return skipLogin(visit, 'There is no password to try.')
  if (state.chain === null || !visit.isVerified(state.chain))
    return skipLogin(visit, 'The certificate could not be verified, so the password was not sent.')
  const mechanism = mechanismFor(auth)
  if (mechanism === null) {
    const offer =
      auth.length === 0 ? 'no login here' : `${auth.slice(0, 10).join(', ')} alone, none of which takes a password`
    return skipLogin(visit, `The server offers ${offer}.`)
  }
  const tries: NonNullable<Endpoint['login']>['tries'] = []
  const attempt = async (password: string, cleaned: boolean): Promise<number | null> => {
    const asked = { username: login.username, password }
    const result = await tryLogin(conversation, mechanism, asked, tools.patience.command, tools.signal)
    tries.push({ ...result, cleaned })
    if (result.code === 421) visit.throttle(result.reply ?? '421')
    return result.code
  }
  const work = async (): Promise<number | null> => {
    const code = await attempt(login.password, false)
    return code === 535 && login.cleaned !== null && conversation.usable ? attempt(login.cleaned, true) : code
  }
  const refused = await tools.manners.logIn(visit.task.port, async () => {
    state.login = { tries, skipped: null }
    await stages.run('login', work, (code) => code !== 235)
    return tries.some(({ code }) => code !== 235)
  })
  if (refused !== null) skipLogin(visit, refused)
}

function skipLogin({ state, stages }: Visit, because: string): void {
  state.login = { tries: [], skipped: because }
  stages.skip(because, 'login')
}

async function askDryRun({ stages, state, task, tools }: Visit, conversation: Conversation): Promise<void> {
  const wanted = task.dryRun
  if (wanted === null) return
  state.dryRun = await stages.run(
    'dryRun',
    () => dryRun(conversation, wanted, tools.patience.command, tools.signal),
    (replies) => replies.some(({ code }) => code === null || code >= 400),
  )
}
