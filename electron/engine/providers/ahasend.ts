import { profileTitles } from '../../../shared/model/manners.ts'
import { facts, type Provider, twentyMegabytes } from './provider.ts'

const smtpPage = 'ahasend.com/docs/smtp, "SMTP Server Information"'
const credentialsPage = 'ahasend.com/docs, "SMTP Credentials"'
const ours = 'Sandpost: nothing is documented'

/** AhaSend: nothing before STARTTLS, PLAIN alone, few recipients, and 500 for a wrong login. */
export const ahasend: Provider = {
  manners: {
    host: 'send.ahasend.com',
    greeting: 'send.ahasend.com ESMTP',
    ehlo: ['PIPELINING', '8BITMIME', 'SIZE {size}', 'STARTTLS', 'AUTH PLAIN'],
    replies: {
      badLogin: { code: 500, enhancedCode: null, text: 'Invalid credentials' },
      credentialDisabled: { code: 521, enhancedCode: null, text: 'Account disabled' },
      senderRefused: {
        code: 500,
        enhancedCode: null,
        text: "authz_id '{username}' is not authorized to send as tenant 'sandpost' or from this domain",
      },
      queued: { code: 250, enhancedCode: null, text: 'Ok: queued as {id}' },
      tooManyMessages: { code: 451, enhancedCode: '4.7.1', text: 'Too many messages on this connection, reconnect' },
    },
    enhancedCodes: true,
    messageId: 'hex',
    loginPrompts: { username: 'Username:', password: 'Password:' },
    mechanisms: ['PLAIN'],
    loginRequired: true,
    tlsRequired: true,
    noImplicitTls:
      'AhaSend has no port with TLS from the first byte (465 is refused): it wants STARTTLS. Use the port with STARTTLS, or give this one another profile.',
    senderCheckedLast: false,
    newCredentialsWait: true,
    limits: {
      messageBytes: twentyMegabytes,
      recipients: 50,
      messagesPerConnection: 10_000,
      commandSeconds: 60,
      dataSeconds: 60,
    },
  },
  profile: {
    name: 'ahasend',
    title: profileTitles.ahasend,
    ports: [
      { port: 25, security: 'starttls' },
      { port: 587, security: 'starttls' },
      { port: 2525, security: 'starttls' },
    ],
    facts: facts(
      ['TLS', 'STARTTLS is required; there is no port with TLS from the first byte', 'certain', smtpPage],
      [
        'Before STARTTLS',
        '530 5.7.0 Must issue a STARTTLS command first',
        'inferred',
        'RFC 3207; AhaSend names no code',
      ],
      ['Login', 'Required, PLAIN alone', 'certain', smtpPage],
      ['MAIL without a login', '530 5.7.0 Authentication required', 'inferred', 'RFC 4954; AhaSend names no code'],
      ['Wrong login', '500, where the standard has 535', 'certain', smtpPage],
      ['Text of that reply', 'Invalid credentials', 'inferred', 'The title in the table of codes'],
      ['Account that is disabled', '521', 'certain', smtpPage],
      [
        'New credentials',
        'Not known for one or two minutes; off here until the settings say how long',
        'certain',
        credentialsPage,
      ],
      [
        'Sender out of scope',
        "authz_id '…' is not authorized to send as tenant '…' or from this domain",
        'certain',
        credentialsPage,
      ],
      ['Code of that reply', '500', 'inferred', 'The policy helper of KumoMTA, which has the same text'],
      ['Recipients of a message', '50', 'certain', smtpPage],
      ['Recipient 51', '452 4.5.3', 'inferred', 'RFC 5321; AhaSend names no code'],
      ['Message size', '20 MB with headers and encoded attachments', 'certain', smtpPage],
      ['Message too large', '552 5.3.4', 'inferred', 'RFC 1870; AhaSend has 552 for malformed messages'],
      ['Messages per connection', '10,000, then a transient failure until the client reconnects', 'certain', smtpPage],
      ['Code of that failure', '451 4.7.1, the connection stays open', 'inferred', ours],
      ['Silence', '421 after 60 s, between commands and within a message', 'certain', smtpPage],
      ['Greeting and EHLO', 'Plain ones, without ENHANCEDSTATUSCODES', 'inferred', ours],
      ['Reply to the message', '250 Ok: queued as <32 hexadecimal digits>', 'inferred', 'The ids in its webhooks'],
      ['451, 552, 553, 556', 'Never by themselves here: make them with a fault', 'certain', smtpPage],
    ),
  },
}
