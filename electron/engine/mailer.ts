import { createTransport, type SendMailOptions } from 'nodemailer'

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
