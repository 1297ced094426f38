import type { Certainty, Profile } from '../../../shared/model/manners.ts'
import { Chip } from '../../ui/Chip.tsx'
import { Fold } from '../../ui/Fold.tsx'
import classes from './manners.module.css'

const certaintyWords: Readonly<
  Record<Certainty, { readonly word: string; readonly tone: 'green' | 'plain' | 'amber'; readonly meaning: string }>
> = {
  certain: { word: 'Certain', tone: 'green', meaning: 'The provider says so.' },
  observed: { word: 'Observed', tone: 'plain', meaning: 'Seen in the field, not documented.' },
  inferred: { word: 'Inferred', tone: 'amber', meaning: 'Nothing is said: our own choice.' },
}

/** What a profile does, fact by fact, and how sure each is. */
export function ProfileFacts({ profile }: { readonly profile: Profile }) {
  const { title, facts, ports } = profile
  if (facts.length === 0) return null
  const inferred = facts.filter(({ certainty }) => certainty === 'inferred').length
  return (
    <Fold title={`What ${title} does`} about={`${facts.length} facts, ${inferred} of them inferred`}>
      {ports.length > 0 && (
        <p className={classes.soft}>
          Its ports:{' '}
          {ports.map(({ port, security }) => `${port} ${security === 'tls' ? 'TLS' : 'STARTTLS'}`).join(', ')}
        </p>
      )}
      <table className={classes.facts}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">How</th>
            <th scope="col">How sure</th>
          </tr>
        </thead>
        <tbody>
          {facts.map(({ what, value, certainty, source }) => {
            const { word, tone, meaning } = certaintyWords[certainty]
            return (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td>{value}</td>
                <td>
                  <Chip tone={tone} title={meaning}>
                    {word}
                  </Chip>
                  <span className={classes.source}>{source}</span>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Fold>
  )
}
