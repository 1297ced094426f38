import { hostname } from 'node:os'
import type { ClientError, ClientOptions, SmtpClient } from '../../mailer.ts'
import { RelayError } from '../relayError.ts'
import type { UpstreamConfig } from '../tables/upstreams.ts'

/** Opens a sealed secret of an upstream; null when it is not there. Throws when the vault is locked. */
export type OpenUpstreamSecret = (name: UpstreamConfig['secrets'][number]) => string | null

/**
 * RFC 5321 4.5.3.2 would wait five minutes for a greeting; nobody in front of a screen does. For the answer to a message it
 * asks for ten: whoever gives up earlier sends it twice.
 */
export const usualTimeouts = { connect: 30_000, silence: 600_000 }

/** Settings and secrets together. Lives as long as the connection. Throws RelayError when a secret is gone. */
export function clientOptions(
  config: UpstreamConfig,
  openSecret: OpenUpstreamSecret,
  timeouts: ClientOptions['timeouts'],
): ClientOptions {
  const { login, clientCertificate } = config
  return {
    host: config.host,
    port: config.port,
    security: config.security,
    serverName: config.serverName,
    ca: config.ca,
    verifyCertificate: config.verifyCertificate,
    clientCertificate:
      clientCertificate === null
        ? null
        : { cert: clientCertificate, key: needed(openSecret('clientKey'), 'the key of the client certificate') },
    login: loginOf(login, openSecret),
    // RFC 5321 4.1.1.1: a machine without a full name gives its address; strict servers refuse a bare word.
    name: hostname().includes('.') ? hostname() : '[127.0.0.1]',
    timeouts,
  }
}

function loginOf(login: UpstreamConfig['login'], openSecret: OpenUpstreamSecret): ClientOptions['login'] {
  if (login.is === 'none') return login
  if (login.is === 'password') return { ...login, password: needed(openSecret('password'), 'the password') }
  return {
    ...login,
    clientSecret: openSecret('clientSecret') ?? '',
    refreshToken: needed(openSecret('refreshToken'), 'the refresh token'),
  }
}

function needed(secret: string | null, what: string): string {
  if (secret === null)
    throw new RelayError(
      'CONFLICT',
      `This upstream lacks ${what}: it was never entered, or the vault has lost it. Enter it.`,
    )
  return secret
}

/** Connected, greeted and logged in. Rejects with ClientError. nodemailer is loaded with the first one. */
export async function connect(options: ClientOptions): Promise<SmtpClient> {
  const { SmtpClient: Client } = await import('../../mailer.ts')
  const client = await Client.connect(options)
  try {
    await client.login()
    return client
  } catch (error) {
    const dialogue = client.takeDialogue()
    client.close()
    throw Object.assign(error as ClientError, { dialogue })
  }
}
