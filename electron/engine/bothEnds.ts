/** A text that is too long, without its middle: of a dialogue, beginning and end tell most. */
export function bothEnds(text: string, longest: number): string {
  const half = Math.ceil(longest / 2)
  return text.length <= 2 * half ? text : `${text.slice(0, half)}\n…\n${text.slice(-half)}`
}
