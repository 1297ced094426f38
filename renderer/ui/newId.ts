/** An id for something new. `crypto.randomUUID` is missing on plain http to another machine. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(9))].map((byte) => byte.toString(36).padStart(2, '0')).join('')
}
