// From 250 to the row in a subscriber over WebSocket, as the browser UI is one.
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { createConnection } from 'node:net'
import { WebSocket } from 'ws'
import type { Contract } from '../../shared/contract/index.ts'
import { SmtpClient } from './latency.ts'
import type { Server } from './servers.ts'
import { percentile } from './statistics.ts'

/** Milliseconds from reading 250 to having the summary; 0 when the summary was there first. One message every 10 ms. */
export async function measureSubscriber(server: Server, messages: number): Promise<{ p50: number; p99: number }> {
  if (!server.rest) throw new Error('only our own server has subscribers')
  const url = server.rest.url.replace('http', 'ws').replace('/api/v1', '/rpc')
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${server.rest.key}` } })
  const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ websocket: socket }))
  const stream = await client.events.stream()
  const arrivals: number[] = []
  const collecting = (async () => {
    for await (const change of stream) {
      if (change.type === 'messagesCaptured') for (const _ of change.messages) arrivals.push(performance.now())
      if (arrivals.length >= messages) return
    }
  })()

  const smtp = new SmtpClient(createConnection({ host: '127.0.0.1', port: server.smtpPort }))
  await smtp.reply()
  await smtp.command('EHLO bench.example.test\r\n')
  const answered: number[] = []
  for (let sent = 0; sent < messages; sent++) {
    await smtp.send()
    answered.push(performance.now())
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await collecting
  socket.close()
  const waits = answered.map((at, index) => Math.max(0, (arrivals[index] ?? Number.NaN) - at))
  return { p50: percentile(waits, 0.5), p99: percentile(waits, 0.99) }
}
