import { onTestFinished } from 'vitest'

/** A server for as long as this test runs. */
export async function during<Server extends { close(): Promise<void> }>(starting: Promise<Server>): Promise<Server> {
  const server = await starting
  onTestFinished(() => server.close())
  return server
}
