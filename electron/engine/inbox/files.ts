import { decodeWords } from './header/encodedWords.ts'

/** A file name from a message, fit to be shown and saved: no folders, no control characters; null when nothing is left. */
export function messageName(name: string | undefined): string | null {
  if (!name) return null
  const last = decodeWords(name).split(/[/\\]/).at(-1) ?? ''
  // Control and direction characters could make `gpj.exe` look like `exe.jpg`.
  const clean = last
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '')
    .trim()
    .replace(/^\.+$/, '')
  return clean === '' ? null : clean.slice(0, 200)
}

/** A media type that can stand in a header; anything else becomes unknown bytes. */
export function safeType(type: string): string {
  return /^[a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100}$/i.test(type)
    ? type.toLowerCase()
    : 'application/octet-stream'
}

/** The name of a download made from a whole message: its subject and id. */
export function downloadName(id: number, subject: string, ending: string): string {
  const words = subject
    .replace(/[^\p{L}\p{N} ._-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60)
    .replace(/^[. ]+|[. ]+$/g, '')
  return `${words === '' ? 'message' : words} ${id}.${ending}`
}
