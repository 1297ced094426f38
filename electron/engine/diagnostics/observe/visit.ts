import { isIP, type Socket } from 'node:net'
import type { Capabilities, Chain, Endpoint } from '../../../../shared/model/diagnosis/observation.ts'
import type { DiagnosisQuestion } from '../../../../shared/model/diagnosis/question.ts'
import { hiding } from '../../clientLogin.ts'
import type { Manners } from '../manners.ts'
import type { Patience } from '../patience.ts'
import { askCapabilities, ownName } from './capabilities.ts'
import { connectTo } from './connect.ts'
import { Conversation } from './conversation.ts'
import { Journal } from './journal.ts'
import type { Login } from './login.ts'
import { Stages } from './stages.ts'

/** What is to be looked at, and how far. */
export interface EndpointTask {
  readonly address: string
  readonly port: number
  /** Name or address that was asked for. */
  readonly host: string
  /** Name to send and to expect in the certificate in place of the host; null: the host. */
  readonly serverName: string | null
  readonly ca: string | null
  readonly ehloName: string | null
  readonly elsewhere: boolean
  /** Spoken to in TLS at once, as is the custom on 465. */
  readonly tlsFirst: boolean
  readonly probesVersions: boolean
  readonly depth: DiagnosisQuestion['depth']
  readonly loginAsked: boolean
  /** Null: there is no password. `cleaned`: it without what the lint found odd, when that makes another one. */
  readonly login: (Login & { readonly cleaned: string | null }) | null
  readonly dryRun: DiagnosisQuestion['dryRun']
}

export interface VisitTools {
  readonly manners: Manners
  readonly patience: Patience
  readonly signal: AbortSignal
  readonly now: () => Date
  /** Takes the password out of a text: whoever heard it on one connection may repeat it on another. */
  readonly hide: (text: string) => string
  /** Something was seen. */
  readonly changed: () => void
}

/** One endpoint under way: what is asked, what was seen, and how to get a connection. */
export class Visit {
  readonly task: EndpointTask
  readonly tools: VisitTools
  readonly stages: Stages
  readonly journal: Journal
  /** What was seen so far. */
  readonly state: Endpoint

  constructor(task: EndpointTask, tools: VisitTools) {
    this.task = task
    this.tools = tools
    this.stages = new Stages(tools.changed)
    this.journal = new Journal(tools.hide)
    const { address, port, elsewhere } = task
    this.state = {
      id: `${address}|${port}`,
      address,
      family: address.includes(':') ? 6 : 4,
      port,
      elsewhere,
      stages: this.stages.records,
      reach: null,
      greeting: null,
      mode: null,
      capabilities: null,
      startTls: null,
      handshake: null,
      chain: null,
      versions: [],
      capabilitiesInTls: null,
      login: null,
      dryRun: null,
      deep: null,
      transcript: this.journal.lines,
      connections: 0,
      throttled: null,
    }
  }

  /** What the certificate has to be for. */
  get name(): string {
    return this.task.serverName ?? this.task.host
  }

  /** The name that goes with the ClientHello; null for an address (RFC 6066 3). */
  get sni(): string | null {
    return isIP(this.name) === 0 ? this.name : null
  }

  /** One more connection, counted. */
  connect(signal = this.tools.signal) {
    this.tools.manners.count()
    this.state.connections += 1
    return connectTo(this.task.address, this.task.port, this.tools.patience.connect, signal)
  }

  /** One more connection where it is to be had; null when not, with the rest of the stages told why. */
  async connectAgain(): Promise<Socket | null> {
    const { stopped } = this.tools.manners
    if (stopped !== null) {
      this.stages.skipRest(stopped)
      return null
    }
    const { socket } = await this.connect()
    if (socket === null) this.stages.skipRest('A second connection did not come about.')
    return socket
  }

  /** EHLO, under the name that was asked for or our own. */
  askCapabilities(conversation: Conversation, signal = this.tools.signal): Promise<Capabilities> {
    const name = this.task.ehloName ?? ownName(conversation.socket)
    return askCapabilities(conversation, name, this.tools.patience.command, signal)
  }

  /** The server wants to be left alone (421, or it hung up on too many). */
  throttle(reply: string): void {
    this.state.throttled = reply
    this.tools.manners.throttle(reply)
  }

  /** Trusted by what a Node program trusts or by the CA that was given, for this name, and today. */
  isVerified({ trust, nameMatches, served }: Chain): boolean {
    const now = this.tools.now().getTime()
    const [leaf] = served
    const dated = leaf !== undefined && Date.parse(leaf.validFrom) <= now && now <= Date.parse(leaf.validTo)
    return dated && nameMatches && trust.some(({ store, trusted }) => store !== 'system' && trusted === true)
  }

  /** A connection that is ready for a ClientHello, after STARTTLS where that comes first. Its dialogue is not written down. */
  readonly openForTls = async (signal: AbortSignal): Promise<Socket> => {
    const { stopped } = this.tools.manners
    if (stopped !== null) throw new Error(stopped)
    const { socket, reach } = await this.connect(signal)
    if (socket === null) throw new Error(`Not reached: ${reach.code ?? reach.is}`)
    if (this.state.mode === 'tls') return socket
    const { patience } = this.tools
    const conversation = new Conversation(socket, new Journal(this.tools.hide), false)
    try {
      const greeting = await conversation.hear(patience.greeting, signal)
      if (greeting.code !== 220) throw refusal(greeting.code, greeting.lines)
      const capabilities = await this.askCapabilities(conversation, signal)
      if (capabilities.code !== 250) throw refusal(capabilities.code, capabilities.lines)
      const ready = await conversation.ask('STARTTLS', patience.command, signal)
      if (ready.code !== 220) throw refusal(ready.code, ready.lines)
      return conversation.release()
    } catch (error) {
      conversation.quit()
      throw error
    }
  }
}

function refusal(code: number | null, lines: readonly string[]): Error & { throttled?: string } {
  const said = lines.at(-1) ?? 'nothing'
  const error: Error & { throttled?: string } = new Error(`The server answered ${said}`)
  if (code === 421) error.throttled = said
  return error
}

/** Takes the password out of a text, as it was given and as it was cleaned. */
export function hidingBoth(login: EndpointTask['login']): (text: string) => string {
  if (login === null) return (text) => text
  const { username, password, cleaned } = login
  const asGiven = hiding({ is: 'password', username, password })
  if (cleaned === null) return asGiven
  const asCleaned = hiding({ is: 'password', username, password: cleaned })
  return (text) => asCleaned(asGiven(text))
}
