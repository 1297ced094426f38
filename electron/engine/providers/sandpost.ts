import { profileTitles } from '../../../shared/model/manners.ts'
import { facts, type Provider } from './provider.ts'

const page = 'docs/settings.md'

/** No manners but our own. */
export const sandpost: Provider = {
  manners: null,
  profile: {
    name: 'sandpost',
    title: profileTitles.sandpost,
    ports: [
      { port: 2525, security: 'starttls' },
      { port: 4650, security: 'tls' },
    ],
    facts: facts(
      ['Replies', 'As the standards have them, with enhanced status codes', 'certain', 'RFC 5321, RFC 3463'],
      ['Login, TLS and limits', 'As the settings say', 'certain', page],
    ),
  },
}
