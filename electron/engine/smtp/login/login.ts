import type { Result } from '../commands/command.ts'
import { ask, decoded } from './answers.ts'
import { authenticate } from './authenticate.ts'
import type { Mechanism } from './mechanism.ts'

/** LOGIN (draft-murchison-sasl-login): two prompts, the first may be answered ahead. */
export const login: Mechanism = (session, initial) => {
  const named = (username: string): Result =>
    ask(session, 'Password:', (password) =>
      authenticate(session, { mechanism: 'LOGIN', username, password, cram: null }),
    )
  return initial === null ? ask(session, 'Username:', named) : decoded(session, initial, named)
}
