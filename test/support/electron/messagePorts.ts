import { EventEmitter } from 'node:events'

/** Where the other end of a port is, once it was handed to a page. */
export interface FarEnd {
  send(encoded: string): void
  close(): void
}

/** One end of a channel. Messages wait until `start()`, as in Electron. */
export class MessagePortMain extends EventEmitter {
  peer: MessagePortMain | null = null
  farEnd: FarEnd | null = null
  #waiting: unknown[] | null = []
  #closed = false

  postMessage(data: unknown): void {
    if (this.#closed) return
    if (this.peer?.farEnd) this.peer.farEnd.send(encode(data))
    else this.peer?.receive(structuredClone(data))
  }

  receive(data: unknown): void {
    if (this.#waiting) this.#waiting.push(data)
    else this.emit('message', { data, ports: [] })
  }

  start(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = null
    for (const data of waiting) this.emit('message', { data, ports: [] })
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.farEnd?.close()
    this.peer?.close()
    this.emit('close')
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain()
  readonly port2 = new MessagePortMain()

  constructor() {
    this.port1.peer = this.port2
    this.port2.peer = this.port1
  }
}

// What crosses to the page goes through the debugging protocol, which carries text: the first letter says what it was.
// page.ts has the same two functions for the other side.
function encode(data: unknown): string {
  if (typeof data === 'string') return `s${data}`
  if (data instanceof ArrayBuffer) return `b${Buffer.from(data).toString('base64')}`
  if (ArrayBuffer.isView(data))
    return `b${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')}`
  return `j${JSON.stringify(data)}`
}

export function decode(encoded: string): unknown {
  const body = encoded.slice(1)
  if (encoded.startsWith('s')) return body
  return encoded.startsWith('b') ? new Uint8Array(Buffer.from(body, 'base64')) : JSON.parse(body)
}
