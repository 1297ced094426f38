import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Settings } from '../../shared/model/settings.ts'
import { engine, errorSentence } from '../client.ts'
import { fail, say } from '../ui/say.tsx'
import { check, same, withValue, type Draft } from './draft.ts'

/** The settings as stored and as being changed. */
export function useSettingsForm() {
  const queries = useQueryClient()
  const query = useQuery(engine.settings.get.queryOptions())
  const [edited, setEdited] = useState<Draft | null>(null)
  const stored = query.data
  const draft = edited ?? stored
  const { settings, problems } = draft ? check(draft) : { settings: null, problems: new Map<string, string>() }

  const put = useMutation(
    engine.settings.put.mutationOptions({
      onSuccess: (saved, sent) => {
        queries.setQueryData(engine.settings.get.queryKey(), saved)
        // What was typed while saving stays.
        setEdited((now) => (now && !same(now, sent as Settings) ? now : null))
        void queries.invalidateQueries({ queryKey: engine.system.info.key() })
        say.done('Settings saved')
        if (stored && (saved.http.port !== stored.http.port || saved.http.host !== stored.http.host)) {
          say.lasting(
            'The web address changed',
            `Browsers find Sandpost on port ${saved.http.port} of ${saved.http.host} now. Sign in there with a new link.`,
          )
        }
      },
      onError: (error) => fail('The settings could not be saved', errorSentence(error)),
    }),
  )
  return {
    query,
    draft,
    problems,
    dirty: edited !== null && stored !== undefined && !same(edited, stored),
    saving: put.isPending,
    set: (path: string, value: unknown) => draft && setEdited(withValue(draft, path, value)),
    discard: () => setEdited(null),
    save: () => {
      if (settings) put.mutate(settings)
    },
    /** Changes one thing and saves at once, for a fix that is offered. */
    saveWith: (path: string, value: unknown) => {
      const changed = draft && check(withValue(draft, path, value)).settings
      if (changed) put.mutate(changed)
    },
  }
}
