// What starts by reading a blob: URL has done so within a minute.
const readByThen = 60_000

/** Hands a file to the browser's download. The name is only a suggestion, and was made safe by `safeFilename`. */
export function saveFile(file: Blob, name: string): void {
  const url = lentUrl(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}

/** The desktop has one window and opens no other; a browser has tabs. */
export const canOpenWindows = !navigator.userAgent.includes('Electron')

/** Shows a file in a window of its own. For types that cannot run as a page: plain text and PDF. */
export function openInWindow(file: BlobPart, type: 'text/plain; charset=utf-8' | 'application/pdf'): void {
  window.open(lentUrl(new Blob([file], { type })), '_blank', 'noopener,noreferrer')
}

function lentUrl(file: Blob): string {
  const url = URL.createObjectURL(file)
  setTimeout(() => URL.revokeObjectURL(url), readByThen)
  return url
}
