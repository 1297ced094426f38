import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { client, connection, engine, errorSentence } from '../client.ts'
import { fail } from '../ui/say.tsx'
import type { Item } from './item.ts'

const all = { input: { limit: 10_000 } }
const gatherMilliseconds = 150

/** Everything in the vault, both kinds in one list. */
export function useCredentials() {
  const smtp = useQuery(engine.smtpCredentials.list.queryOptions(all))
  const keys = useQuery(engine.apiKeys.list.queryOptions(all))
  const items = useMemo(
    (): Item[] | undefined =>
      smtp.data &&
      keys.data && [
        ...smtp.data.items.map((item) => ({ kind: 'smtpCredential' as const, ...item })),
        ...keys.data.items.map((item) => ({ kind: 'apiKey' as const, ...item })),
      ],
    [smtp.data, keys.data],
  )
  return {
    items,
    error: smtp.error ?? keys.error,
    retry: () => void Promise.all([smtp.refetch(), keys.refetch()]),
  }
}

/** Names of everything that ever sent a message, by id. */
export function useLabels() {
  const query = useQuery(engine.credentials.labels.queryOptions({ staleTime: Infinity }))
  return useMemo(() => new Map(query.data?.map((label) => [label.id, label])), [query.data])
}

/** Keeps lists and names true. */
export function followCredentials(queries: QueryClient): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  connection.onChange((change) => {
    if (change.type !== 'credentialsChanged' || timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      for (const key of [
        engine.smtpCredentials.key(),
        engine.apiKeys.key(),
        engine.credentials.labels.key(),
        engine.vault.audit.key(),
      ])
        void queries.invalidateQueries({ queryKey: key })
    }, gatherMilliseconds)
  })
}

/** Changes one thing of a credential at once, and takes it back when the engine refuses. */
export function useQuickChange() {
  const queries = useQueryClient()
  const put = ({ kind, id }: Item, change: { mode?: Item['mode'] | undefined; enabled?: boolean | undefined }) => {
    const merged = <T extends { id: string }>(page: { items: T[]; nextCursor: string | null; total: number }) => ({
      ...page,
      items: page.items.map((one) => (one.id === id ? { ...one, ...change } : one)),
    })
    if (kind === 'apiKey') queries.setQueryData(engine.apiKeys.list.queryKey(all), (page) => page && merged(page))
    else queries.setQueryData(engine.smtpCredentials.list.queryKey(all), (page) => page && merged(page))
  }
  return useMutation({
    mutationFn: async ({ item, change }: { item: Item; change: { mode?: Item['mode']; enabled?: boolean } }) => {
      if (item.kind === 'apiKey') await client.apiKeys.update({ id: item.id, ...change })
      else await client.smtpCredentials.update({ id: item.id, ...change })
    },
    onMutate: ({ item, change }) => put(item, change),
    onError: (error, { item }) => {
      put(item, { mode: item.mode, enabled: item.enabled })
      fail(`"${item.name}" was not changed`, errorSentence(error))
    },
  })
}
