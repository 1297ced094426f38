/** `v=DKIM1; k=rsa; p=…` (RFC 6376 3.2), as DKIM, DMARC, MTA-STS and TLS-RPT have it. */
export interface Tags {
  /** In order, names in lower case, values without the space around them. */
  readonly all: readonly { readonly name: string; readonly value: string }[]
  readonly get: (name: string) => string | null
  /** A sentence each: what is no `name=value`, and names that come twice. */
  readonly problems: readonly string[]
}

const mostTags = 50

/** Never throws. Of a name that comes twice the first counts. */
export function readTags(text: string): Tags {
  const all: { name: string; value: string }[] = []
  const problems: string[] = []
  const names = new Set<string>()
  const pieces = text.split(';')
  pieces.slice(0, mostTags).forEach((piece, index) => {
    const bare = piece.trim()
    if (bare === '') {
      if (index < pieces.length - 1) problems.push('Two semicolons follow each other.')
      return
    }
    const equals = bare.indexOf('=')
    const name = bare.slice(0, Math.max(equals, 0)).trim().toLowerCase()
    if (!/^[a-z][a-z0-9_]{0,30}$/.test(name)) {
      problems.push(`“${bare.slice(0, 60)}” is no name=value.`)
      return
    }
    if (names.has(name)) problems.push(`${name} comes twice.`)
    else all.push({ name, value: bare.slice(equals + 1).trim() })
    names.add(name)
  })
  if (pieces.length > mostTags) problems.push(`It has more than ${mostTags} parts.`)
  return { all, get: (name) => all.find((tag) => tag.name === name)?.value ?? null, problems }
}
