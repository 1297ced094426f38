import { isIP } from 'node:net'
import { TLSSocket, rootCertificates } from 'node:tls'
import { createTransport, type SendMailOptions } from 'nodemailer'
import SMTPConnection, { type SMTPError } from 'nodemailer/lib/smtp-connection'
import services from 'nodemailer/lib/well-known/services.json' with { type: 'json' }
import XOAuth2 from 'nodemailer/lib/xoauth2'
import { bothEnds } from './bothEnds.ts'
import { hiding, withoutLogin, type ClientLogin } from './clientLogin.ts'
import type { EnvelopeRecipient, EnvelopeSender } from '../../shared/model/envelope.ts'

/** A server to send through, and how. */
export interface MailServer {
  readonly host: string
  readonly port: number
  readonly implicitTls: boolean
  readonly login?: { readonly username: string; readonly password: string }
}

export interface SentMail {
  /** The server's reply to the message, e.g. `250 2.0.0 Ok`. */
  readonly reply: string
  readonly accepted: readonly string[]
  readonly rejected: readonly string[]
}

export type Mail = Pick<
  SendMailOptions,
  'from' | 'to' | 'subject' | 'text' | 'html' | 'attachments' | 'headers' | 'messageId' | 'date'
>

/** One line of the dialogue, as it was spoken, without the line's end. */
export type DialogueListener = (from: 'client' | 'server', line: string) => void

/** Sends one mail. The certificate is not checked: the server is the local workbench, signed by its own CA. */
export async function sendMail(server: MailServer, mail: Mail, onDialogue?: DialogueListener): Promise<SentMail> {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.implicitTls,
    tls: { rejectUnauthorized: false },
    auth: server.login && { user: server.login.username, pass: server.login.password },
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(onDialogue && { debug: true, logger: dialogueLogger(onDialogue) }),
  })
  const info = await transport.sendMail(mail)
  return { reply: info.response, accepted: info.accepted.map(String), rejected: info.rejected.map(String) }
}

type LogEntry = { readonly tnx?: string }

/** nodemailer tells the dialogue to its logger, with secrets already replaced. */
function dialogueLogger(tell: DialogueListener) {
  const debug = (entry: LogEntry, message: string): void => {
    if (entry.tnx !== 'client' && entry.tnx !== 'server') return
    for (const line of message.split(/\r?\n/)) tell(entry.tnx, line)
  }
  const quiet = () => undefined
  return { level: () => undefined, trace: quiet, debug, info: quiet, warn: quiet, error: quiet, fatal: quiet }
}

/** A server that mail leaves through, with its secrets in clear: lives only as long as the connection. */
export interface ClientOptions {
  readonly host: string
  readonly port: number
  readonly security: 'tls' | 'starttls' | 'opportunistic' | 'none'
  readonly serverName: string | null
  readonly ca: string | null
  readonly verifyCertificate: boolean
  readonly clientCertificate: { readonly cert: string; readonly key: string } | null
  readonly login: ClientLogin
  /** The name in EHLO. */
  readonly name: string
  /** Milliseconds: until connected and greeted, and the longest silence after that. */
  readonly timeouts: { readonly connect: number; readonly silence: number }
}

/** What went wrong in a conversation, as far as a program can tell. */
export class ClientError extends Error {
  /** nodemailer's: EAUTH, ECONNECTION, EDNS, ESOCKET, ETIMEDOUT, ETLS, EENVELOPE, EMESSAGE, EPROTOCOL, EREQUIRETLS … */
  readonly code: string
  /** The system's or OpenSSL's own code beneath it, e.g. ECONNREFUSED or CERT_HAS_EXPIRED. */
  override readonly cause: Error
  readonly originalCode: string | null
  /** The server's reply, in full; null when it gave none. */
  readonly reply: string | null
  readonly command: string | null

  /** `hide` takes secrets out of what the server said: some repeat what they were given. */
  constructor(error: SMTPError, hide: (text: string) => string) {
    super(hide(error.message))
    this.cause = error
    this.code = error.code ?? 'EUNKNOWN'
    this.originalCode = error.originalCode ?? null
    this.reply = error.response === undefined ? null : hide(error.response)
    this.command = error.command ?? null
  }
}

export interface TransactionResult {
  /** The reply to the message; null when no recipient was taken. */
  readonly reply: string | null
  /** The reply to each recipient that was refused. */
  readonly refused: ReadonlyMap<string, string>
}

/** One connection to a server, from connect to close. Methods are called one at a time. */
export class SmtpClient {
  readonly #connection: SMTPConnection
  readonly #options: ClientOptions
  #lines: string[] = []
  #failed: ((error: ClientError) => void) | null = null
  #over = false
  #toldToGoOn = false
  readonly #hide: (text: string) => string

  private constructor(options: ClientOptions) {
    this.#options = options
    this.#hide = hiding(options.login)
    const { serverName, ca, clientCertificate, security } = options
    this.#connection = new SMTPConnection({
      host: options.host,
      port: options.port,
      name: options.name,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      opportunisticTLS: security === 'opportunistic',
      ignoreTLS: security === 'none',
      ...(serverName !== null && { servername: serverName }),
      tls: {
        rejectUnauthorized: options.verifyCertificate,
        // One's own authority is trusted besides the known ones, not instead of them.
        ...(ca !== null && { ca: [...rootCertificates, ca] }),
        ...(clientCertificate && { cert: clientCertificate.cert, key: clientCertificate.key }),
      },
      connectionTimeout: options.timeouts.connect,
      greetingTimeout: options.timeouts.connect,
      socketTimeout: options.timeouts.silence,
      // A reply of more than that is an attack; the longest real one is an EHLO of some kilobytes.
      maxResponseSize: 64 * 1024,
      transactionLog: true,
      logger: dialogueLogger((from, line) => {
        if (from === 'server' && line.startsWith('354')) this.#toldToGoOn = true
        this.#lines.push(`${from === 'client' ? 'C' : 'S'}: ${line}`)
      }),
    })
    this.#connection.on('error', (error: SMTPError) => this.#end(new ClientError(error, this.#hide)))
    this.#connection.on('end', () => this.#end(null))
  }

  /** Resolves once the server has greeted, TLS included; rejects with ClientError. `onDialogue` keeps what was said. */
  static async connect(options: ClientOptions): Promise<SmtpClient> {
    const client = new SmtpClient(options)
    try {
      await client.#ask<void>((done) => client.#connection.connect((error) => done(error ?? null)))
    } catch (error) {
      client.close()
      throw Object.assign(error as ClientError, { dialogue: client.takeDialogue() })
    }
    return client
  }

  /** Whether it can no longer be used: closed, by whichever side. */
  get isOver(): boolean {
    return this.#over
  }

  /** Whether the server wanted the message of the last transaction: it may have it, whatever came after. */
  get wasToldToGoOn(): boolean {
    return this.#toldToGoOn
  }

  /** `TLSv1.3, TLS_AES_256_GCM_SHA384`; null in clear. */
  get tls(): string | null {
    const socket = this.#connection._socket
    if (!(socket instanceof TLSSocket)) return null
    return `${socket.getProtocol() ?? 'TLS'}, ${socket.getCipher()?.name ?? 'unknown cipher'}`
  }

  /** `192.0.2.7:587` of the server; null when there is none any more. */
  get address(): string | null {
    const socket = this.#connection._socket
    if (!socket || socket.remoteAddress === undefined) return null
    const host = isIP(socket.remoteAddress) === 6 ? `[${socket.remoteAddress}]` : socket.remoteAddress
    return `${host}:${socket.remotePort}`
  }

  /** Whether the server announced an extension, in the last EHLO. */
  offers(extension: 'SMTPUTF8' | '8BITMIME' | 'DSN' | 'REQUIRETLS' | 'AUTH'): boolean {
    if (extension === 'AUTH') return this.#connection.allowsAuth
    // nodemailer keeps what it understood of EHLO, and does not hand it out before a message was sent.
    const { _supportedExtensions } = this.#connection as unknown as { _supportedExtensions: string[] }
    return _supportedExtensions.includes(extension)
  }

  /** Logs in where the options say so. */
  async login(): Promise<void> {
    const { login } = this.#options
    if (login.is === 'none') return
    const auth =
      login.is === 'password'
        ? { user: login.username, pass: login.password }
        : {
            type: 'oauth2',
            user: login.username,
            oauth2: new XOAuth2({
              user: login.username,
              clientId: login.clientId,
              clientSecret: login.clientSecret,
              refreshToken: login.refreshToken,
              accessUrl: login.tokenUrl,
              requestTimeout: this.#options.timeouts.connect,
              ...(login.scope !== '' && { customParams: { scope: login.scope } }),
            }),
          }
    await this.#ask<void>((done) => this.#connection.login(auth, (error) => done(error)))
  }

  /** One transaction. Resolves also when recipients were refused, each with its reply. */
  async send(
    envelope: { sender: EnvelopeSender; recipients: readonly EnvelopeRecipient[] },
    bytes: Buffer,
    has8Bit: boolean,
  ): Promise<TransactionResult> {
    this.#toldToGoOn = false
    const { sender, recipients } = envelope
    const [first] = recipients
    const dsn = {
      ...(sender.dsn?.ret && { ret: sender.dsn.ret }),
      ...(sender.dsn?.envid && { envid: decodeXtext(sender.dsn.envid) }),
      ...(first?.dsn?.notify && { notify: first.dsn.notify }),
      ...(first?.dsn?.orcpt && { orcpt: decodeXtext(first.dsn.orcpt) }),
    }
    try {
      const info = await this.#ask<{ response: string; rejectedErrors?: SMTPError[] | undefined }>((done) =>
        this.#connection.send(
          {
            from: sender.address === '' ? false : sender.address,
            to: recipients.map(({ address }) => address),
            size: bytes.length,
            use8BitMime: has8Bit,
            requireTLSExtensionEnabled: sender.requiretls === true,
            ...(Object.keys(dsn).length > 0 && { dsn }),
          },
          bytes,
          (error, result) => done(error, result),
        ),
      )
      return { reply: this.#hide(info.response), refused: this.#refusedIn(info.rejectedErrors) }
    } catch (error) {
      const { cause, reply } = error as ClientError
      const { rejectedErrors } = cause as SMTPError
      // A sender that was taken stays so until then: the next MAIL would be refused as nested (RFC 5321 4.1.4).
      if (reply !== null) await this.#reset()
      // Every recipient refused is an answer, not a failure of the conversation.
      if (rejectedErrors && rejectedErrors.length === recipients.length)
        return { reply: null, refused: this.#refusedIn(rejectedErrors) }
      throw error
    }
  }

  /** What was said since the last call, without secrets and without the message. */
  takeDialogue(): string {
    const text = this.#hide(this.#lines.map(withoutLogin).join('\n'))
    this.#lines = []
    return bothEnds(text, longestDialogue)
  }

  /** Says QUIT where that is still possible. */
  quit(): void {
    if (!this.#over) this.#connection.quit()
  }

  close(): void {
    this.#over = true
    this.#connection.close()
  }

  /** Ends a transaction that was refused in the middle; the connection too, where the server does not do that. */
  async #reset(): Promise<void> {
    try {
      await this.#ask((done) => this.#connection.reset((error) => done(error)))
    } catch {
      this.close()
    }
  }

  #refusedIn(errors: readonly SMTPError[] | undefined): Map<string, string> {
    return new Map((errors ?? []).map((error) => [error.recipient ?? '', this.#hide(error.response ?? error.message)]))
  }

  #end(error: ClientError | null): void {
    this.#over = true
    this.#failed?.(
      error ??
        new ClientError(
          Object.assign(new Error('The server closed the connection'), { code: 'ECONNECTION' }),
          this.#hide,
        ),
    )
  }

  #ask<T>(question: (done: (error: SMTPError | null | undefined, result?: T) => void) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#failed = reject
      question((error, result) => {
        this.#failed = null
        if (error) reject(new ClientError(error, this.#hide))
        else resolve(result as T)
      })
    })
  }
}

const longestDialogue = 64 * 1024

/** nodemailer encodes by itself what it is given. */
function decodeXtext(text: string): string {
  return text.replace(/\+([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
}

interface WellKnown {
  readonly description?: string
  readonly host?: string
  readonly port?: number | string
  readonly secure?: boolean
}

/** Providers that nodemailer knows: name, host, port, implicit TLS. */
export function wellKnownServers(): { id: string; name: string; host: string; port: number; implicitTls: boolean }[] {
  return Object.entries(services as Record<string, WellKnown>).flatMap(([id, { host, port, secure, description }]) =>
    host === undefined
      ? []
      : [{ id, name: description ?? id, host, port: Number(port ?? 587), implicitTls: secure === true }],
  )
}
