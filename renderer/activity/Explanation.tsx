import { KeyRound } from 'lucide-react'
import type { LoginReason } from '../../shared/model/credential.ts'
import type { LoginFacts } from '../../shared/model/session.ts'
import classes from './Explanation.module.css'

const reasonWords: Readonly<Record<LoginReason, string>> = {
  unknownUser: 'Unknown user name',
  wrongPassword: 'Wrong password',
  oldSecret: 'An old secret',
  newlineAtEnd: 'A line break at the end of the secret',
  spaceAround: 'A space around it',
  byteOrderMark: 'A byte order mark in front of the secret',
  quoted: 'Quotation marks around the secret',
  wrappedBase64: 'Encoded or wrapped once too often',
  keyAsUsername: 'The secret was sent as user name',
  emailAsUsername: 'An e-mail address was sent as user name',
  keyTruncated: 'The key was cut off',
  keyMistyped: 'The key has a slip in it',
  keyUnknown: 'A key that this vault does not know',
  disabled: 'Disabled',
  expired: 'Expired',
  tooNew: 'Not known yet',
  wrongAddress: 'From an address that is not allowed',
  missingPermission: 'A permission is missing',
  scope: 'The sender is out of scope',
  tlsRequired: 'TLS is required first',
  mechanismNotOffered: 'A login mechanism that is not offered',
  notBase64: 'The login was not base64',
  notReadable: 'CRAM-MD5 cannot be verified',
  vaultLocked: 'The vault is locked',
}

/** Why a login went wrong, and what to do. The client was told none of it. */
export function Explanation({ login }: { login: LoginFacts }) {
  return (
    <section className={classes.explanation} aria-label="Why">
      <KeyRound size={16} aria-hidden />
      <div>
        <h3>{login.reason === null ? 'Login' : reasonWords[login.reason]}</h3>
        <p>{login.explanation}</p>
      </div>
    </section>
  )
}
