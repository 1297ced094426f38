import { MessageChannelMain, type MessagePortMain, type WebContents } from 'electron'
import type { MessagePort } from 'node:worker_threads'

/**
 * Hands the page a port to the engine. Electron's ports cannot go to a worker thread, so the bytes pass through here.
 * A page has one: when it asks again (after a reload), the one before is closed.
 */
export function createPortOffice(connect: () => Promise<MessagePort>): (page: WebContents) => Promise<void> {
  const closers = new WeakMap<WebContents, () => void>()
  return async (page) => {
    const engine = await connect()
    closers.get(page)?.()
    if (page.isDestroyed()) return engine.close()
    const { port1, port2 } = new MessageChannelMain()
    closers.set(page, relay(engine, port1))
    page.postMessage('engine:port', null, [port2])
  }
}

/** Joins the two ports; when one closes, so does the other. Returns the function that closes both. */
export function relay(engine: MessagePort, page: MessagePortMain): () => void {
  const close = () => {
    engine.close()
    page.close()
  }
  engine.on('message', (data: unknown) => page.postMessage(data))
  page.on('message', (event) => engine.postMessage(event.data))
  engine.on('close', close)
  page.on('close', close)
  page.start()
  return close
}
