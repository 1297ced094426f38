import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Change } from '../../../shared/contract/events.ts'
import { connection, engine, isNotFound } from '../../client.ts'

/** One message in full, kept up to date with what happens to it elsewhere. */
export function useMessage(id: number) {
  const cache = useQueryClient()
  useEffect(() => {
    const stops = [
      connection.onChange((change) => follow(cache, id, change)),
      connection.onReconnected(() => void cache.invalidateQueries({ queryKey: keyOf(id) })),
    ]
    return () => stops.forEach((stop) => stop())
  }, [cache, id])
  return useQuery({
    ...engine.messages.get.queryOptions({ input: { id } }),
    retry: (failures, error) => failures < 2 && !isNotFound(error),
  })
}

function follow(cache: QueryClient, id: number, change: Change): void {
  switch (change.type) {
    case 'messagesUpdated': {
      const summary = change.messages.find((message) => message.id === id)
      if (summary) cache.setQueryData(keyOf(id), (detail) => detail && { ...detail, ...summary })
      break
    }
    case 'messagesPreviewed':
      if (change.previews.some((preview) => preview.id === id)) void cache.invalidateQueries({ queryKey: keyOf(id) })
      break
    case 'messagesCaptured':
      // A deletion that was undone comes back as captured.
      if (change.messages.some((message) => message.id === id)) void cache.invalidateQueries({ queryKey: keyOf(id) })
      break
    case 'messagesRemoved':
      if (change.ids.includes(id)) void cache.resetQueries({ queryKey: keyOf(id) })
      break
    case 'resync':
      void cache.invalidateQueries({ queryKey: keyOf(id) })
      break
    case 'sessionEnded':
    case 'listenersChanged':
    case 'noticesChanged':
      break
  }
}

function keyOf(id: number) {
  return engine.messages.get.queryKey({ input: { id } })
}
