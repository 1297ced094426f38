import type { MessageFile } from '../inbox/types.ts'

/** A file for the wire. What a message says about names and types is hostile: it ends up in our own headers. */
export function toFile(file: MessageFile): File {
  return new File([file.bytes as Uint8Array<ArrayBuffer>], safeName(file.name), { type: safeType(file.type) })
}

/** No path, no control or bidirectional characters, not hidden, not endless. */
function safeName(name: string): string {
  const plain = name
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/[\\/:*?"<>|]/g, '_')
    .replace(/^\.+/, '_')
    .toWellFormed()
    .slice(0, 200)
    .trim()
  return plain === '' ? 'file' : plain
}

function safeType(type: string): string {
  return /^[\w.+-]{1,64}\/[\w.+-]{1,64}(; ?charset="?[\w-]{1,32}"?)?$/i.test(type) ? type : 'application/octet-stream'
}
