/** What people type and paste about a mail server: read, cleaned, and what is odd about it. */
export { lintPassword } from './lintPassword.ts'
export { lintRequest } from './lintRequest.ts'
export type { SmtpSettings } from './smtpRead.ts'
export { readSmtpSettings } from './smtpText.ts'
