/**
 * Whether the text fits a pattern in which `*` stands for any number of characters; case does not matter. Goes back to the
 * last star alone, so that a pattern of many stars costs no more than its length times that of the text.
 */
export function fitsPattern(text: string, pattern: string): boolean {
  const given = text.toLowerCase()
  const wanted = pattern.toLowerCase()
  let at = 0
  let next = 0
  let star = -1
  let resumeAt = 0
  while (at < given.length) {
    if (wanted[next] === '*') {
      star = next
      next += 1
      resumeAt = at
    } else if (wanted[next] === given[at]) {
      at += 1
      next += 1
    } else if (star !== -1) {
      resumeAt += 1
      at = resumeAt
      next = star + 1
    } else return false
  }
  while (wanted[next] === '*') next += 1
  return next === wanted.length
}
