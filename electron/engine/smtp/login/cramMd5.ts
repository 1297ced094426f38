import { randomBytes } from 'node:crypto'
import { reply } from '../reply.ts'
import { ask } from './answers.ts'
import { authenticate } from './authenticate.ts'
import type { Mechanism } from './mechanism.ts'

const noInitial = reply(501, '5.5.4', 'CRAM-MD5 takes no initial response')
const malformed = reply(501, '5.5.2', 'CRAM-MD5 needs: user name, space, 32 hexadecimal digits')

/** CRAM-MD5 (RFC 2195). The digest is verified by the backend, which alone can read the secret. */
export const cramMd5: Mechanism = (session, initial) => {
  if (initial !== null) return noInitial
  const challenge = `<${randomBytes(12).toString('hex')}.${Date.now()}@${session.house.hostname}>`
  return ask(session, challenge, (answer) => {
    const [, username, digest] = /^(.+) ([0-9a-f]{32})$/i.exec(answer) ?? []
    if (username === undefined || digest === undefined) return malformed
    return authenticate(session, { mechanism: 'CRAM-MD5', username, password: null, cram: { challenge, digest } })
  })
}
