// The page's side of the double. Runs in the page before its own scripts, so it is one self-contained function; its
// source is what crosses. What Electron does in an isolated world happens in the page's own world here.

/** What the page's side tells the main process. */
export type FromPage =
  | { readonly is: 'document' }
  | { readonly is: 'title'; readonly title: string }
  | { readonly is: 'ipc'; readonly channel: string; readonly values: unknown[] }
  | { readonly is: 'portMessage'; readonly port: number; readonly encoded: string }
  | { readonly is: 'portClosed'; readonly port: number }

/** What the main process tells the page's side. */
export type ToPage =
  | { readonly is: 'ipc'; readonly channel: string; readonly message: unknown; readonly ports: number[] }
  | { readonly is: 'portMessage'; readonly port: number; readonly encoded: string }
  | { readonly is: 'portClosed'; readonly port: number }

export interface PageSide {
  electronDouble(report: FromPage): Promise<void>
  electronDoubleDeliver(order: ToPage): void
}

/** Gives the preload script its `require('electron')`, and carries messages and ports to and fro. */
export function pageSide(preload: (require: (name: string) => unknown) => void): void {
  if (window !== window.top || location.protocol === 'about:') return
  const page = window as unknown as PageSide
  const report = (what: FromPage) => void page.electronDouble(what)
  const ports = new Map<number, MessagePort>()
  const listeners = new Map<string, (event: { ports: MessagePort[] }, message: unknown) => void>()

  const encode = (data: unknown): string => {
    if (typeof data === 'string') return `s${data}`
    if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) {
      const bytes =
        data instanceof ArrayBuffer
          ? new Uint8Array(data)
          : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      return `b${(bytes as Uint8Array & { toBase64(): string }).toBase64()}`
    }
    return `j${JSON.stringify(data)}`
  }
  const decode = (encoded: string): unknown => {
    const body = encoded.slice(1)
    if (encoded.startsWith('s')) return body
    if (encoded.startsWith('j')) return JSON.parse(body)
    return (Uint8Array as unknown as { fromBase64(text: string): Uint8Array }).fromBase64(body)
  }

  const openPort = (id: number): MessagePort => {
    const { port1, port2 } = new MessageChannel()
    ports.set(id, port1)
    port1.addEventListener('message', ({ data }) => report({ is: 'portMessage', port: id, encoded: encode(data) }))
    port1.addEventListener('close', () => report({ is: 'portClosed', port: id }))
    port1.start()
    return port2
  }

  page.electronDoubleDeliver = (order) => {
    if (order.is === 'ipc') listeners.get(order.channel)?.({ ports: order.ports.map(openPort) }, order.message)
    else if (order.is === 'portMessage') ports.get(order.port)?.postMessage(decode(order.encoded))
    else ports.get(order.port)?.close()
  }

  report({ is: 'document' })
  new MutationObserver(() => {
    if (document.title) report({ is: 'title', title: document.title })
  }).observe(document, { subtree: true, childList: true, characterData: true })

  const known: Record<string, unknown> = {
    ipcRenderer: {
      on: (channel: string, listener: (event: { ports: MessagePort[] }, message: unknown) => void) =>
        listeners.set(channel, listener),
      send: (channel: string, ...values: unknown[]) => report({ is: 'ipc', channel, values }),
    },
  }
  const electron = new Proxy(known, {
    get(target, name) {
      if (typeof name === 'string' && name !== '__esModule' && !(name in target))
        throw new Error(`The double of electron has no ${name} for preload scripts.`)
      return target[String(name)]
    },
  })
  preload((name) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload script cannot require "${name}".`)
    return electron
  })
}
