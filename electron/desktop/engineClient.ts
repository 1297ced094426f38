import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import type { MessagePort } from 'node:worker_threads'
import type { Contract } from '../../shared/contract/index.ts'

export type EngineClient = ContractRouterClient<Contract>

/** The engine for the shell's own needs (menu, notifications), through the same contract that the page uses. */
export function createEngineClient(port: MessagePort): EngineClient {
  const client = createORPCClient<EngineClient>(new RPCLink({ port }))
  port.start()
  return client
}
