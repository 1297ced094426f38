/** What X-SMTPAPI says of substitutions: tags with a value for each recipient, and pieces of text to be put into those. */
interface Substituting {
  readonly sub?: Readonly<Record<string, readonly string[]>> | undefined
  readonly section?: Readonly<Record<string, string>> | undefined
}

/** Sections that name one another grow without end (“billion laughs”): by no more than so many characters, in all. */
const mostGrowth = 1_000_000
/** Values times sections that are looked through, in all. */
const mostLooks = 200_000

/** What stands in place of each tag for one recipient, sections replaced as long as that is not too much. */
export function substitutionsOf({ sub = {}, section = {} }: Substituting): (index: number) => Record<string, string> {
  const tags = Object.entries(sub)
  const sections = Object.entries(section).filter(([name]) => name !== '')
  let looks = mostLooks
  let growth = mostGrowth
  function replaced(value: string): string {
    looks -= sections.length
    if (looks < 0) return value
    return sections.reduce((text, [name, instead]) => {
      const pieces = text.split(name)
      const more = (pieces.length - 1) * (instead.length - name.length)
      if (more > growth) return text
      growth -= Math.max(0, more)
      return pieces.join(instead)
    }, value)
  }
  return (index) => Object.fromEntries(tags.map(([tag, values]) => [tag, replaced(values[index] ?? '')]))
}

/** How deep brackets stand in one another, those in strings left aside. */
export function depthOf(json: string): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index]
    if (character === '"') inString = !inString
    else if (inString) index += character === '\\' ? 1 : 0
    else if (character === '[' || character === '{') deepest = Math.max(deepest, (depth += 1))
    else if (character === ']' || character === '}') depth -= 1
  }
  return deepest
}
