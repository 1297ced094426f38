import { distinguishedName, shortName } from './certificate.ts'
import type { ParsedCertificate } from './parsedCertificate.ts'

/** How the roots of antivirus programs and of company proxies that open encrypted connections are called. */
const names =
  /\b(avast|avg) (web|mail)|web\/mail shield|\beset ssl filter|kaspersky|bitdefender|zscaler|netskope|fortinet|fortigate|fortissl|sophos|palo alto networks|globalprotect|forcepoint|websense|blue ?coat|mcafee|trellix|skyhigh|cisco umbrella|opendns|barracuda|watchguard|check ?point|sonicwall|untangle|contentwatch|net ?nanny|covenant eyes|qustodio|adguard|dr\.? ?web|g ?data|norton|symantec web security|menlo security|cato networks|iboss|lightspeed rocket|securly|cloudflare gateway|cloudflare for teams|charles proxy|fiddler|mitmproxy|burp|portswigger|squid|do_not_trust|untrusted by|ssl inspection|https inspection|tls inspection|web gateway/i

/** Name of the first authority in the chain that is known for signing in the place of others; null without. */
export function interceptorIn(path: readonly ParsedCertificate[]): string | null {
  for (const { issuer } of path.toReversed()) if (names.test(distinguishedName(issuer))) return shortName(issuer)
  return null
}
