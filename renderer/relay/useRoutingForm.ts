import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Routing } from '../../shared/model/routing.ts'
import { engine, errorSentence } from '../client.ts'
import { problemsOf } from '../ui/issues.ts'
import { fail, say } from '../ui/say.tsx'

/** One part of routes and sandbox rules as stored and as being changed. Saving leaves the other parts as they are. */
export function useRoutingForm<Part extends Partial<Routing>>(partOf: (routing: Routing) => Part) {
  const queries = useQueryClient()
  const query = useQuery(engine.routing.get.queryOptions())
  const [edited, setEdited] = useState<{ readonly draft: Part; readonly from: string } | null>(null)
  const stored = query.data && partOf(query.data)
  const draft = edited?.draft ?? stored
  const whole = query.data && { ...query.data, ...draft }
  const put = useMutation(
    engine.routing.put.mutationOptions({
      onSuccess: (saved) => {
        queries.setQueryData(engine.routing.get.queryKey(), saved)
        void queries.invalidateQueries({ queryKey: engine.routing.explain.key() })
        setEdited(null)
        say.done('Saved')
      },
      onError: (error) => fail('It was not saved', errorSentence(error)),
    }),
  )
  const dirty = edited !== null && JSON.stringify(edited.draft) !== JSON.stringify(stored)
  return {
    query,
    draft,
    problems: problemsOf(Routing.safeParse(whole ?? {})),
    dirty,
    /** Somebody else changed it since the first change here. */
    changedElsewhere: dirty && edited.from !== JSON.stringify(stored),
    saving: put.isPending,
    set: (change: Partial<Part>) =>
      draft && setEdited({ draft: { ...draft, ...change }, from: edited?.from ?? JSON.stringify(stored) }),
    discard: () => setEdited(null),
    save: () => {
      if (whole) put.mutate(whole)
    },
  }
}
