// Control characters, C1 included, and what turns the direction of writing: what strangers wrote is shown in terminals,
// windows and reports, and must steer none of them.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/
const everyControl = new RegExp(controls.source, 'g')

/** Shows control characters as `\x00`, so that a line stays one line and shows what was sent. */
export function escapeControls(text: string): string {
  if (!controls.test(text)) return text
  return text.replace(everyControl, (character) => {
    const code = character.charCodeAt(0)
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`
  })
}
