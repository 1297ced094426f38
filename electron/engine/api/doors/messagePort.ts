import { RPCHandler } from '@orpc/server/message-port'
import type { MessagePort } from 'node:worker_threads'
import type { Caller } from '../caller.ts'
import { explainErrors } from '../errors.ts'
import type { Router } from '../router.ts'

/** The desktop's door: ports handed over by the host thread. No check of who speaks: only the host can make one. */
export function createMessagePortDoor(router: Router, caller: Caller) {
  const handler = new RPCHandler(router, { clientInterceptors: [explainErrors] })
  const open = new Set<MessagePort>()
  return {
    connect(port: MessagePort): void {
      open.add(port)
      port.on('close', () => open.delete(port))
      handler.upgrade(port, { context: caller })
      port.start()
    },
    close(): void {
      for (const port of open) port.close()
    },
  }
}
