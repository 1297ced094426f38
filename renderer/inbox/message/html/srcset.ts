const candidate = /([^\s,]\S*[^\s,]|[^\s,])(?:\s+([^,]+))?\s*(?:,|$)/g

/** Keeps the candidates of a `srcset` that `decide` lets through; null when none is left. */
export function rewriteSrcset(srcset: string, decide: (address: string) => string | null): string | null {
  const kept: string[] = []
  for (const [, address = '', descriptor] of srcset.matchAll(candidate)) {
    const allowed = decide(address)
    if (allowed !== null) kept.push(descriptor ? `${allowed} ${descriptor.trim()}` : allowed)
  }
  return kept.length > 0 ? kept.join(', ') : null
}
