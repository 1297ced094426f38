const address = /^[^\s<>\p{Cc}]+@[^\s<>@\p{Cc}]+$/u
const most = 1_000

/** Of an envelope, each once. */
export function addressesIn(recipients: readonly { readonly address: string }[]): string[] {
  return [...new Set(recipients.map((recipient) => recipient.address))]
}

/** Addresses out of what was pasted: lines, commas, `Ann <ann@example.com>`. */
export function addressesFrom(text: string): string[] {
  return text
    .split(/[,;\n]+/)
    .map((part) => /<([^<>]+)>/.exec(part)?.[1] ?? part)
    .flatMap((part) => part.trim().split(/\s+/))
    .filter((part) => part !== '')
}

/** Why mail cannot go there, as a sentence; null when it can. `needed`: it names no recipients of its own. */
export function problemWith(to: readonly string[], needed: boolean): string | null {
  if (to.length === 0) return needed ? 'Write at least one address.' : null
  if (to.length > most) return `No more than ${most.toLocaleString()} addresses at once.`
  const wrong = to.find((one) => !address.test(one) || one.length > 320)
  return wrong === undefined ? null : `“${wrong}” is not an address such as ann@example.com.`
}
