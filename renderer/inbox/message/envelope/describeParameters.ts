import type { EnvelopeRecipient, EnvelopeSender } from '../../../../shared/model/envelope.ts'

/** The parameters of MAIL FROM as they were spoken, e.g. `SIZE=1234`, `RET=HDRS` (RFC 1870, 6152, 3461). */
export function senderParameters(sender: EnvelopeSender): string[] {
  return [
    sender.size === undefined ? null : `SIZE=${sender.size}`,
    sender.body === undefined ? null : `BODY=${sender.body}`,
    sender.smtputf8 ? 'SMTPUTF8' : null,
    sender.requiretls ? 'REQUIRETLS' : null,
    sender.dsn?.ret === undefined ? null : `RET=${sender.dsn.ret}`,
    sender.dsn?.envid === undefined ? null : `ENVID=${sender.dsn.envid}`,
  ].filter((parameter) => parameter !== null)
}

/** The parameters of one RCPT TO, e.g. `NOTIFY=SUCCESS,DELAY`. */
export function recipientParameters({ dsn }: EnvelopeRecipient): string[] {
  return [
    dsn?.notify === undefined ? null : `NOTIFY=${dsn.notify.join(',')}`,
    dsn?.orcpt === undefined ? null : `ORCPT=${dsn.orcpt}`,
  ].filter((parameter) => parameter !== null)
}
