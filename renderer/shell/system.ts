import { useQuery, type QueryClient } from '@tanstack/react-query'
import type { SystemInfo } from '../../shared/model/system.ts'
import { connection, engine } from '../client.ts'

/** Version, listeners, notices and certificate; undefined until the engine answered. */
export function useSystem(): SystemInfo | undefined {
  return useQuery(engine.system.info.queryOptions({ staleTime: Infinity })).data
}

/** Keeps listeners and notices true. */
export function followSystem(queries: QueryClient): void {
  const update = (change: Partial<SystemInfo>) => {
    queries.setQueryData(engine.system.info.queryKey(), (info) => info && { ...info, ...change })
  }
  connection.onChange((change) => {
    if (change.type === 'listenersChanged') update({ listeners: change.listeners })
    if (change.type === 'noticesChanged') update({ notices: change.notices })
    if (change.type === 'vaultChanged') update({ vault: change.vault })
    if (change.type === 'sandboxLockChanged') update({ sandboxLocked: change.locked })
  })
}
