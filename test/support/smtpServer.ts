import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {
  Explained,
  Identity,
  Login,
  LoginResult,
  ReceivedTransaction,
  SmtpBackend,
} from '../../electron/engine/smtp/backend.ts'
import { loadOrMakeCertificate } from '../../electron/engine/smtp/certificates.ts'
import { reply, replyTo, type SmtpReply } from '../../electron/engine/smtp/reply.ts'
import { createSmtpServer, type SmtpServer } from '../../electron/engine/smtp/server.ts'
import { decodeTranscript } from '../../electron/engine/smtp/transcript.ts'
import type { Manners } from '../../shared/model/listenerManners.ts'
import type { Session, TranscriptLine } from '../../shared/model/session.ts'
import { type LoginMode, SmtpLimits } from '../../shared/model/settings.ts'

export interface EndedSession {
  readonly session: Session
  /** The whole dialogue: what came with the messages and what was left. */
  readonly lines: TranscriptLine[]
}

export interface SmtpRig {
  readonly server: SmtpServer
  /** Listener with STARTTLS. */
  readonly port: number
  /** Listener with implicit TLS. */
  readonly tlsPort: number
  readonly caPem: string
  /** What the backend was given, in order. */
  readonly received: ReceivedTransaction[]
  readonly logins: Login[]
  /** Changes are felt by the next command. Seconds may be fractions here. */
  readonly limits: SmtpLimits
  /** The next session to end that nobody has waited for yet. */
  sessionEnded(): Promise<EndedSession>
  close(): Promise<void>
}

export interface RigOptions {
  readonly limits?: Partial<SmtpLimits>
  readonly loginMode?: LoginMode
  readonly loginWithoutTls?: boolean
  readonly cramMd5?: boolean
  readonly accept?: (received: ReceivedTransaction) => Promise<SmtpReply>
  readonly authenticate?: (login: Login) => Promise<LoginResult>
  readonly manners?: Manners | null
  readonly startTransaction?: SmtpBackend['startTransaction']
}

export const noReason: Explained = { credentialId: null, reason: null, explanation: '' }
const anonymous: Identity = { credentialId: null, mode: 'sandbox', tags: [], unknownLogin: true }

/** The real server on free ports, with a backend that remembers what it was given. */
export async function startSmtp(options: RigOptions = {}): Promise<SmtpRig> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sandpost-smtp-'))
  const certificate = await loadOrMakeCertificate(dataDir, [])
  const limits: SmtpLimits = { ...SmtpLimits.parse({}), ...options.limits }
  const received: ReceivedTransaction[] = []
  const logins: Login[] = []
  const ended: EndedSession[] = []
  const waiting: ((ended: EndedSession) => void)[] = []
  const dialogues = new Map<number, string>()

  const backend: SmtpBackend = {
    async authenticate(login) {
      logins.push(login)
      return options.authenticate?.(login) ?? { is: 'accepted', identity: anonymous, why: noReason }
    },
    startTransaction: (identity, sender, remoteAddress) =>
      options.startTransaction?.(identity, sender, remoteAddress) ?? { is: 'may', identity },
    async accept(transaction) {
      received.push(transaction)
      const { id } = transaction.session
      dialogues.set(id, (dialogues.get(id) ?? '') + transaction.transcript)
      return options.accept?.(transaction) ?? replyTo('queued', 250, '2.6.0', 'Captured')
    },
    sessionEnded(session, transcript) {
      const lines = decodeTranscript((dialogues.get(session.id) ?? '') + transcript)
      const resolve = waiting.shift()
      if (resolve === undefined) ended.push({ session, lines })
      else resolve({ session, lines })
    },
  }
  const server = createSmtpServer({
    hostname: 'sandpost.test',
    backend,
    limits: () => limits,
    loginMode: () => options.loginMode ?? 'lenient',
    loginWithoutTls: () => options.loginWithoutTls ?? true,
    cramMd5: () => options.cramMd5 ?? false,
    certificate,
  })
  const { manners } = options
  const plain = await server.open({ host: '127.0.0.1', port: 0, security: 'starttls', manners })
  const tls = await server.open({ host: '127.0.0.1', port: 0, security: 'tls', manners })
  return {
    server,
    port: plain.port,
    tlsPort: tls.port,
    caPem: certificate.caPem,
    received,
    logins,
    limits,
    sessionEnded: async () => ended.shift() ?? new Promise((resolve) => waiting.push(resolve)),
    close: async () => {
      await server.close()
      await rm(dataDir, { recursive: true })
    },
  }
}

/** The dialogue as people read it: `C: EHLO client.test`. */
export function spoken(lines: readonly TranscriptLine[]): string[] {
  return lines.map(({ from, text }) => `${{ client: 'C', server: 'S', note: 'N' }[from]}: ${text}`)
}

/** A backend's `accept` that answers when told to. `called` resolves once a message is in its hands. */
export function heldAccept(answer: SmtpReply = reply(250, '2.6.0', 'Captured')): {
  accept: () => Promise<SmtpReply>
  called: Promise<void>
  answer: () => void
} {
  const called = Promise.withResolvers<void>()
  const answered = Promise.withResolvers<SmtpReply>()
  return {
    accept: () => {
      called.resolve()
      return answered.promise
    },
    called: called.promise,
    answer: () => answered.resolve(answer),
  }
}
