import type { SmtpReply } from '../reply.ts'
import type { SmtpSession } from '../session.ts'

/** What a command comes to: a reply, a reply later, or null when it sees to that itself. */
export type Result = SmtpReply | Promise<SmtpReply> | null

/** Carries out one command; `argument` is what follows the verb, without the spaces around it. */
export type Command = (session: SmtpSession, argument: string) => Result
