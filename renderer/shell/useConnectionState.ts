import { useSyncExternalStore } from 'react'
import { connection, type ConnectionState } from '../client.ts'

/** Whether the engine can be reached, followed live. */
export function useConnectionState(): ConnectionState {
  return useSyncExternalStore(connection.onState, connection.state)
}
