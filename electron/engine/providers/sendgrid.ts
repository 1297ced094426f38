import { profileTitles } from '../../../shared/model/manners.ts'
import { facts, type Provider } from './provider.ts'

const replies = 'Public transcripts of smtp.sendgrid.net, all alike'
const smtpPage = 'Twilio docs, "Integrating with the SMTP API"'
const errorsPage = 'Twilio docs, "SMTP Errors and Troubleshooting"'
const ours = 'Sandpost: nothing is documented'

const invalidKey = 'Authentication failed: The provided authorization grant is invalid, expired, or revoked'
const notVerified =
  'The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.'

/** Twilio SendGrid: the login is wanted late, plain connections are allowed, and no reply has an enhanced code. */
export const sendgrid: Provider = {
  manners: {
    host: 'smtp.sendgrid.net',
    greeting: 'SG ESMTP service ready at {host}',
    ehlo: ['8BITMIME', 'PIPELINING', 'SIZE {size}', 'STARTTLS', 'AUTH PLAIN LOGIN', 'AUTH=PLAIN LOGIN'],
    replies: {
      loginAccepted: { code: 235, enhancedCode: null, text: 'Authentication successful' },
      badLogin: { code: 535, enhancedCode: null, text: invalidKey },
      credentialDisabled: { code: 535, enhancedCode: null, text: invalidKey },
      loginRequired: { code: 550, enhancedCode: null, text: 'Unauthenticated senders not allowed' },
      senderAccepted: { code: 250, enhancedCode: null, text: 'Sender address accepted' },
      senderRefused: { code: 550, enhancedCode: null, text: notVerified },
      recipientAccepted: { code: 250, enhancedCode: null, text: 'Recipient address accepted' },
      startData: { code: 354, enhancedCode: null, text: 'Continue' },
      queued: { code: 250, enhancedCode: null, text: 'Ok: queued as {id}' },
      goodbye: { code: 221, enhancedCode: null, text: 'See you later' },
    },
    enhancedCodes: false,
    messageId: 'base64url',
    loginPrompts: { username: 'Username:', password: 'Password:' },
    mechanisms: ['PLAIN', 'LOGIN'],
    loginRequired: true,
    tlsRequired: false,
    noImplicitTls: null,
    senderCheckedLast: true,
    newCredentialsWait: false,
    limits: {
      messageBytes: 31_457_280,
      recipients: 10_000,
      messagesPerConnection: 5_000,
      connectionsPerAddress: 10_000,
    },
  },
  profile: {
    name: 'sendgrid',
    title: profileTitles.sendgrid,
    ports: [
      { port: 25, security: 'starttls' },
      { port: 587, security: 'starttls' },
      { port: 2525, security: 'starttls' },
      { port: 465, security: 'tls' },
    ],
    facts: facts(
      ['User name', 'apikey, for every API key', 'certain', smtpPage],
      ['TLS', 'Allowed, not required', 'certain', smtpPage],
      ['Greeting', '220 SG ESMTP service ready at <host>', 'observed', replies],
      [
        'EHLO',
        '8BITMIME, PIPELINING, SIZE 31457280, STARTTLS, AUTH PLAIN LOGIN, AUTH=PLAIN LOGIN',
        'observed',
        replies,
      ],
      ['Enhanced status codes', 'None, neither announced nor used', 'observed', replies],
      ['Login', 'PLAIN, and LOGIN with the prompts Username: and Password:', 'observed', replies],
      ['Right login', '235 Authentication successful', 'observed', replies],
      ['Wrong or revoked key', `535 ${invalidKey}`, 'observed', 'GitHub issues of sendgrid/docs'],
      ['MAIL without a login', '550 Unauthenticated senders not allowed', 'certain', errorsPage],
      [
        'Replies to MAIL, RCPT and QUIT',
        'Sender address accepted, Recipient address accepted, See you later',
        'observed',
        replies,
      ],
      ['Replies to DATA', '354 Continue, then 250 Ok: queued as <22 characters>', 'certain', `${smtpPage}, example`],
      [
        'Sender that is not verified',
        '550 The from address does not match …, after the message',
        'observed',
        'GitHub issue sendgrid/docs #3947',
      ],
      ['Messages per connection', '5,000', 'certain', smtpPage],
      ['Reply to message 5,001', '421, and the connection ends', 'inferred', ours],
      [
        'Connections from one server',
        '10,000, as far as the limit of connections in the settings lets them in',
        'certain',
        smtpPage,
      ],
      ['Message size', '31,457,280 bytes, as EHLO says; the pages say 20 MB', 'observed', replies],
      ['Message too large', '552 Message too large', 'inferred', ours],
      [
        'Recipients of a message',
        '10,000',
        'inferred',
        'The limit of "to" in X-SMTPAPI; for RCPT nothing is documented',
      ],
    ),
  },
}
