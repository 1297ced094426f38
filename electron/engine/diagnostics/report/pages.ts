import type { HelpPage } from '../../../../shared/model/diagnosis/report.ts'

/** What the pages of docs/why are called: their first lines. */
export const pageTitles: Readonly<Record<HelpPage, string>> = {
  'blocked-by-my-host': 'Works locally, times out on the server: is my host blocking SMTP?',
  'certificate-name': '“Hostname/IP does not match certificate’s altnames”: what it means and what to do',
  'connection-refused': '“ECONNREFUSED”: what it means and what to do',
  'greeting-never-received': '“Greeting never received”: what it means and what to do',
  'incomplete-chain': '“unable to verify the first certificate”: what it means and what to do',
  ipv6: 'ENETUNREACH, EADDRNOTAVAIL, fails now and then: is it IPv6?',
  'login-refused': '“Invalid login: 535”: what it means and what to do',
  'name-does-not-resolve': '“getaddrinfo ENOTFOUND”: what it means and what to do',
  'old-tls': '“unsupported protocol”, “dh key too small”, “ee key too small”: what they mean and what to do',
  'reach-sandpost-from-a-container': 'My app runs in a container and does not reach Sandpost: what to do',
  'self-signed-certificate': '“self-signed certificate” (in certificate chain): what it means and what to do',
  'sender-refused': '“550” after MAIL FROM or RCPT TO: what it means and what to do',
  'starttls-missing': 'STARTTLS is not offered, or breaks: what it means and what to do',
  'too-many-connections': '“421 too many connections”: what it means and what to do',
  'which-port': 'Which port should I use: 25, 465, 587 or 2525?',
  'wrong-version-number': '“wrong version number”: what it means and what to do',
}

/** The page of a finding, and how to read it where there is no link. */
export function pageRows(page: HelpPage | null): [string, string][] {
  if (page === null) return []
  return [
    ['More', pageTitles[page]],
    ['Read it with', `sandpost diagnose --explain ${page}`],
  ]
}
