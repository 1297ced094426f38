import { useCallback, useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
const prefix = 'sandpost.'
const parsed = new Map<string, { text: string | null; value: unknown }>()

/** A choice about the look that this browser remembers: a width, a density, what is collapsed. */
export function useStored<T>(key: string, initial: T): [T, (value: T) => void] {
  const value = useSyncExternalStore(subscribe, () => read(key, initial))
  const set = useCallback((next: T) => write(key, next), [key])
  return [value, set]
}

/** Reads without subscribing, for code outside of components. */
export function readStored<T>(key: string, initial: T): T {
  return read(key, initial)
}

/** Parsed once per text, so that the same text gives the same object (React compares by identity). */
function read<T>(key: string, initial: T): T {
  const text = storedText(key)
  const known = parsed.get(key)
  if (known && known.text === text) return known.value as T
  const value = parse(text, initial)
  parsed.set(key, { text, value })
  return value
}

function parse<T>(text: string | null, initial: T): T {
  if (text === null) return initial
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === typeof initial && Array.isArray(value) === Array.isArray(initial) ? (value as T) : initial
  } catch {
    return initial
  }
}

function storedText(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key)
  } catch {
    return parsed.get(key)?.text ?? null
  }
}

function write(key: string, value: unknown): void {
  const text = JSON.stringify(value)
  parsed.set(key, { text, value })
  try {
    localStorage.setItem(prefix + key, text)
  } catch {
    // Storage may be full or forbidden: the choice then lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}
