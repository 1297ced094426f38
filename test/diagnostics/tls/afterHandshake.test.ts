import { once } from 'node:events'
import { connect } from 'node:net'
import { createServer } from 'node:tls'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { ask } from '../../../electron/engine/diagnostics/tls/ask.ts'
import { clientHello } from '../../../electron/engine/diagnostics/tls/hello.ts'
import { handshake } from '../../../electron/engine/diagnostics/tls/handshake.ts'
import { sampleCertificate } from '../../support/certificates.ts'

const { signal } = new AbortController()

async function echoServer(): Promise<number> {
  const { key, chainPem } = sampleCertificate('valid')
  const server = createServer(
    { key, cert: chainPem },
    (socket) => void socket.on('error', () => undefined).pipe(socket),
  )
  server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

it('what is said the moment a handshake is done arrives: the ticket that ends it does not corrupt it', async () => {
  const plain = connect(await echoServer(), '127.0.0.1')
  await once(plain, 'connect')
  const { socket } = await handshake(plain, { serverName: null, timeoutMs: 5_000, signal })
  socket?.write('EHLO client.test\r\n')
  const [said] = (await once(socket!, 'data')) as [Buffer]
  expect(said.toString()).toBe('EHLO client.test\r\n')
  plain.destroy()
})

it('a connection that comes paused is read all the same', async () => {
  const port = await echoServer()
  const open = async () => {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    return socket.pause()
  }
  const { ended } = await ask(
    open,
    clientHello({ version: 'TLSv1.2', serverName: null, suites: [0xc02b, 0xc02f] }),
    5_000,
    signal,
  )
  expect(ended).toBe('answered')
})
