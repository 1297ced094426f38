import { EventEmitter } from 'node:events'

/** Electron's events can be refused: emits one and says whether somebody did. */
export function emitPreventable(emitter: EventEmitter, name: string, details: object = {}): boolean {
  const event = { ...details, defaultPrevented: false, preventDefault: () => void (event.defaultPrevented = true) }
  emitter.emit(name, event)
  return event.defaultPrevented
}
