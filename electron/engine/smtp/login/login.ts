import type { Result } from '../commands/command.ts'
import { ask, decoded } from './answers.ts'
import { authenticate } from './authenticate.ts'
import type { Mechanism } from './mechanism.ts'

const ourPrompts = { username: 'Username:', password: 'Password:' }

/** LOGIN (draft-murchison-sasl-login): two prompts, the first may be answered ahead. */
export const login: Mechanism = (session, initial) => {
  const prompts = session.house.manners?.loginPrompts ?? ourPrompts
  const named = (username: string): Result =>
    ask(session, prompts.password, (password) =>
      authenticate(session, { mechanism: 'LOGIN', username, password, cram: null }),
    )
  return initial === null ? ask(session, prompts.username, named) : decoded(session, initial, named)
}
