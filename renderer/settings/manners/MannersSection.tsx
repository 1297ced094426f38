import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ProfileName, profileTitles } from '../../../shared/model/manners.ts'
import { engine, errorSentence } from '../../client.ts'
import { useForm } from '../fields.tsx'
import sections from '../sections.module.css'
import { MoreListeners } from './MoreListeners.tsx'
import { ProfileFacts } from './ProfileFacts.tsx'

/** Which provider the listeners answer like, fact by fact, and listeners beside the two. */
export function MannersSection() {
  const { draft, set } = useForm()
  const { data: profiles = [], error } = useQuery(engine.profiles.list.queryOptions({ staleTime: Infinity }))
  const used = new Set([draft.smtp.profile, ...draft.smtp.more.map(({ profile }) => profile)])
  return (
    <div className={sections.stack}>
      <NativeSelect
        label="The two listeners answer like"
        description="Replies, limits, login rules and sender checks of that service"
        maw={260}
        value={draft.smtp.profile}
        onChange={(event) => set('smtp.profile', ProfileName.parse(event.currentTarget.value))}
        data={profileChoices}
      />
      <MoreListeners />
      {error && <p role="alert">{errorSentence(error)}</p>}
      {profiles
        .filter(({ name }) => used.has(name))
        .map((profile) => (
          <ProfileFacts key={profile.name} profile={profile} />
        ))}
    </div>
  )
}

/** For a field that chooses one. */
export const profileChoices = ProfileName.options.map((value) => ({
  value,
  label: value === 'sandpost' ? 'Sandpost itself' : profileTitles[value],
}))
