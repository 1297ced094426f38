import { escapeControls } from '../../escapeControls.ts'

/** Characters that turn the direction of a line, or take no room. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g

/** Text of a server as it may be shown anywhere: control characters as `\x00`, cut after so many characters. */
export function safeText(text: string, longest: number): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text
  return escapeControls(cut).replace(
    invisible,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
