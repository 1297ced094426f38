import type { UpstreamProblem } from '../../../../shared/model/upstream.ts'
import type { ClientError } from '../../mailer.ts'
import { parseReply } from './replies.ts'

/** Why a connection to an upstream could not be used, before any message was at stake. */
export interface ConnectFailure {
  readonly is: UpstreamProblem['is']
  readonly text: string
}

const certificate: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet (or this machine’s clock is wrong)',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'it does not send the certificate of its issuer, or nobody trusts that one',
  UNABLE_TO_GET_ISSUER_CERT: 'it does not send the certificate of its issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that is not trusted here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  HOSTNAME_MISMATCH: 'its certificate is for another name',
}

const network: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no server of this name',
  EAI_AGAIN: 'the name could not be looked up: is this machine online?',
  ENETUNREACH: 'the network cannot be reached: is this machine online?',
  EHOSTUNREACH: 'the host cannot be reached',
  ECONNRESET: 'the server cut the connection',
}

/** In which words, and what follows from it. */
export function explainConnectFailure(error: ClientError, server: string): ConnectFailure {
  const reply = error.reply === null ? null : parseReply(error.reply)
  if (error.code === 'EAUTH' || error.code === 'ENOAUTH' || error.code === 'EOAUTH2') return loginFailure(error, server)
  const cert = certificate[error.originalCode ?? ''] ?? certificate[(error.cause as NodeJS.ErrnoException).code ?? '']
  if (cert !== undefined)
    return {
      is: 'tls',
      text: `${server} cannot prove who it is: ${cert}. Nothing was sent. Check host and server name, add its authority, or let the owner of the server renew the certificate.`,
    }
  if (/STARTTLS/i.test(error.command ?? error.message) && reply && reply.code >= 500)
    return {
      is: 'tls',
      text: `${server} does not offer STARTTLS (${error.reply}), and it is required. Nothing was sent. Choose a port with TLS, such as 465, or another protection; none at all only for a server on this machine.`,
    }
  if (error.code === 'ETLS' || /STARTTLS/i.test(error.command ?? '') || isTlsError(error))
    return {
      is: 'tls',
      text: `${server} could not be talked to over TLS: ${plain(error)}. Nothing was sent. Implicit TLS belongs to port 465, STARTTLS to 587, 2525 and 25.`,
    }
  if (reply && reply.code >= 400)
    return { is: reply.code === 421 ? 'busy' : 'unreachable', text: `${server} sent us away: ${error.reply}.` }
  const why = network[error.originalCode ?? error.code]
  if (error.code === 'ETIMEDOUT')
    return {
      is: 'unreachable',
      text: `${server} did not answer in time. A firewall or the provider of this network may block the port; 2525 and 465 often are open where 25 and 587 are not.`,
    }
  return { is: 'unreachable', text: `${server} cannot be reached: ${why ?? plain(error)}.` }
}

function loginFailure(error: ClientError, server: string): ConnectFailure {
  const reply = error.reply === null ? null : parseReply(error.reply)
  // A failure of the server, not of the login (RFC 4954 6: 454, 432, 421).
  if (reply && reply.code < 500)
    return { is: 'busy', text: `${server} cannot check logins at the moment: ${error.reply}.` }
  // The server of the tokens gave no verdict: it is down, or this machine is offline.
  if (reply === null && /XOAUTH2/.test(error.command ?? '') && error.originalCode !== 'EOAUTH2')
    return { is: 'unreachable', text: `The token for ${server} could not be asked for: ${plain(error)}.` }
  if (error.code === 'EOAUTH2' || /oauth|token|grant/i.test(error.message))
    return {
      is: 'login',
      text: `The token for ${server} could not be had: ${plain(error)}. Sign in anew with the provider and enter the new refresh token.`,
    }
  return {
    is: 'login',
    text: `${server} does not accept the login${error.reply === null ? '' : `: ${error.reply}`}. Correct user name and password; nothing is tried until then, so that the account is not locked.`,
  }
}

function isTlsError({ originalCode, message }: ClientError): boolean {
  return /^ERR_SSL|^ERR_TLS|^EPROTO/.test(originalCode ?? '') || /SSL routines|wrong version number/i.test(message)
}

function plain({ message }: Error): string {
  return message.replace(/\s+/g, ' ').replace(/\.$/, '').slice(0, 300)
}
