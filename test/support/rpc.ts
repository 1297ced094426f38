import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import type { Contract } from '../../shared/contract/index.ts'
import { apiKey } from './testHost.ts'

/** The contract over the WebSocket door, as the browser has it. */
export function rpcOver(http: string): { client: ContractRouterClient<Contract>; socket: WebSocket } {
  const socket = new WebSocket(`${http.replace('http', 'ws')}/rpc`, { headers: { authorization: `Bearer ${apiKey}` } })
  return { client: createORPCClient(new RPCLink({ websocket: socket })), socket }
}
