const longest = 180
/** A name of megabytes is an attack on whoever looks at all of it; its end holds the extension. */
const longestRead = 1_000
// Bidirectional controls turn `exe.gpj` around to look like `jpg.exe`'s harmless twin; the rest is invisible.
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g
// oxlint-disable-next-line no-control-regex -- control characters are what must go
const forbidden = /[\u0000-\u001f\u007f-\u009f<>:"/\\|?*]/g
const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i

/** A name that any system can write and that leads nowhere else; `fallback` when nothing of it is left. */
export function safeFilename(name: string | null, fallback: string): string {
  const lastSegment = (name ?? '').slice(-longestRead).replaceAll(invisible, '').split(/[/\\]/).at(-1) ?? ''
  const plain = lastSegment
    .replaceAll(forbidden, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '')
  if (plain === '') return fallback
  const safe = reservedOnWindows.test(plain) ? `_${plain}` : plain
  return safe.length > longest ? shorten(safe) : safe
}

/** The same name twice in one folder: `report.pdf`, `report (2).pdf`. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let candidate = name
    for (let number = 2; taken.has(candidate.toLowerCase()); number += 1) {
      const { stem, extension } = split(name)
      candidate = `${stem} (${number})${extension}`
    }
    taken.add(candidate.toLowerCase())
    return candidate
  })
}

function shorten(name: string): string {
  const { stem, extension } = split(name)
  return stem.slice(0, longest - extension.length).replace(/[\ud800-\udbff]$/, '') + extension
}

function split(name: string): { stem: string; extension: string } {
  const dot = name.lastIndexOf('.')
  if (dot <= 0 || name.length - dot > 12) return { stem: name, extension: '' }
  return { stem: name.slice(0, dot), extension: name.slice(dot) }
}
