import { profileTitles } from '../../../shared/model/manners.ts'
import { facts, type Provider, twentyMegabytes } from './provider.ts'

const settingsPage = 'help.elasticemail.com, "SMTP settings"'
const ours = 'Sandpost: nothing is documented'

/** Elastic Email: 20 connections from an address, two minutes for a command. */
export const elasticemail: Provider = {
  manners: {
    host: 'smtp.elasticemail.com',
    greeting: 'smtp.elasticemail.com ESMTP',
    ehlo: ['PIPELINING', '8BITMIME', 'SIZE {size}', 'STARTTLS', 'AUTH PLAIN LOGIN'],
    replies: {
      loginAccepted: { code: 235, enhancedCode: null, text: 'Authentication successful' },
      badLogin: { code: 535, enhancedCode: null, text: 'Authentication failed' },
      credentialDisabled: { code: 535, enhancedCode: null, text: 'Authentication failed' },
    },
    enhancedCodes: true,
    messageId: 'hex',
    loginPrompts: { username: 'Username:', password: 'Password:' },
    mechanisms: ['PLAIN', 'LOGIN'],
    loginRequired: true,
    tlsRequired: false,
    noImplicitTls: null,
    senderCheckedLast: false,
    newCredentialsWait: false,
    limits: { messageBytes: twentyMegabytes, connectionsPerAddress: 20, commandSeconds: 120, dataSeconds: 120 },
  },
  profile: {
    name: 'elasticemail',
    title: profileTitles.elasticemail,
    ports: [
      { port: 25, security: 'starttls' },
      { port: 587, security: 'starttls' },
      { port: 2525, security: 'starttls' },
      { port: 465, security: 'tls' },
    ],
    facts: facts(
      ['User name', 'The name of the credential, an e-mail address', 'certain', settingsPage],
      ['TLS', 'Allowed, not required', 'inferred', 'Not said to be required'],
      ['Login', 'PLAIN and LOGIN', 'certain', settingsPage],
      ['Right login', '235 Authentication successful', 'certain', settingsPage],
      ['Wrong login', '535 Authentication failed', 'certain', settingsPage],
      ['MAIL without a login', '530 5.7.0 Authentication required', 'inferred', 'RFC 4954'],
      ['Sender out of scope', '550 5.7.1; the real one may accept and not deliver', 'inferred', ours],
      ['Connections from an address', '20', 'certain', settingsPage],
      ['Connection 21', '421 4.7.0', 'inferred', ours],
      ['Time for a command', '2 minutes', 'certain', settingsPage],
      ['After these two minutes', '421 4.4.2', 'inferred', ours],
      ['Message size', '20 MB', 'certain', settingsPage],
      ['Message too large', '552 5.3.4', 'inferred', 'RFC 1870'],
      ['Greeting and EHLO', 'Plain ones, without ENHANCEDSTATUSCODES', 'inferred', ours],
    ),
  },
}
