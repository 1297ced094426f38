import { profileTitles } from '../../../shared/model/manners.ts'
import { facts, type Provider, twentyMegabytes } from './provider.ts'

const smtpPage = 'docs.paubox.com/email-api, "SMTP"'
const ours = 'Sandpost: nothing is documented'

/** Paubox: login and TLS are required, 500 messages a minute. Its replies are documented nowhere: they are the standard ones. */
export const paubox: Provider = {
  manners: {
    host: 'smtp.paubox.com',
    greeting: 'smtp.paubox.com ESMTP',
    ehlo: ['PIPELINING', '8BITMIME', 'SIZE {size}', 'ENHANCEDSTATUSCODES', 'STARTTLS', 'AUTH PLAIN LOGIN'],
    replies: {},
    enhancedCodes: true,
    messageId: 'hex',
    loginPrompts: { username: 'Username:', password: 'Password:' },
    mechanisms: ['PLAIN', 'LOGIN'],
    loginRequired: true,
    tlsRequired: true,
    noImplicitTls: null,
    senderCheckedLast: false,
    newCredentialsWait: false,
    limits: { messageBytes: twentyMegabytes, recipients: 100, messagesPerMinutePerAddress: 500 },
  },
  profile: {
    name: 'paubox',
    title: profileTitles.paubox,
    ports: [
      { port: 25, security: 'starttls' },
      { port: 587, security: 'starttls' },
      { port: 465, security: 'tls' },
    ],
    facts: facts(
      ['User name', 'apikey, for every API key', 'certain', smtpPage],
      ['TLS', 'Always on, cannot be turned off', 'certain', smtpPage],
      ['Login or MAIL before TLS', '530 5.7.0 Must issue a STARTTLS command first', 'inferred', 'RFC 3207'],
      ['Login', 'PLAIN and LOGIN', 'inferred', ours],
      ['Wrong login', '535 5.7.8', 'inferred', 'RFC 4954'],
      ['MAIL without a login', '530 5.7.0 Authentication required', 'inferred', 'RFC 4954'],
      [
        'Sender out of scope',
        '550 5.7.1',
        'inferred',
        'RFC 3463; that the sender must match the domain of the key is certain',
      ],
      ['Messages a minute', '500 for an address', 'certain', smtpPage],
      ['Message 501 of a minute', '451 4.7.1', 'inferred', ours],
      ['Recipients of a message', '100', 'inferred', 'The limit of its REST API'],
      ['Message size', '20 MiB, 552 5.3.4 above', 'inferred', ours],
      ['Greeting and EHLO', 'Plain ones', 'inferred', ours],
    ),
  },
}
