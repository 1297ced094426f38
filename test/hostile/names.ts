import { mail, type HostileMail } from './hostileMail.ts'

const attached = (filename: string, type: string, content: string): string[] => [
  '--b',
  `Content-Type: ${type}`,
  `Content-Disposition: attachment; ${filename}`,
  '',
  content,
]

/** Headers, addresses and file names that pretend, escape or lead elsewhere. */
export const nameAttacks: readonly HostileMail[] = [
  {
    name: 'file names that lead elsewhere',
    bytes: ({ script }) =>
      mail(
        'file names that lead elsewhere',
        ['Content-Type: multipart/mixed; boundary=b'],
        [
          ...attached('filename="../../../../etc/passwd"', 'text/plain', 'one'),
          ...attached('filename="..\\\\..\\\\windows\\\\system32\\\\evil.dll"', 'text/plain', 'two'),
          ...attached("filename*=utf-8''invoice%E2%80%AEfdp.exe", 'application/pdf', 'three'),
          ...attached('filename="CON"', 'text/plain', 'four'),
          ...attached('filename="aux.txt"', 'text/plain', 'five'),
          ...attached('filename=".htaccess"', 'text/plain', 'six'),
          ...attached(`filename="${'long'.repeat(500)}.txt"`, 'text/plain', 'seven'),
          ...attached("filename*=utf-8''a%00b%0d%0aSet-Cookie:%20x%2F..%2Fc.txt", 'text/plain', 'eight'),
          ...attached('filename="<img src=x onerror=alert(1)>.html"', 'text/html', `<script>${script}</script>`),
          ...attached(
            'filename="page.svg"',
            'image/svg+xml',
            `<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"/>`,
          ),
          ...attached('filename=""', 'text/plain', 'eleven'),
          ...attached('filename="same.txt"', 'text/plain', 'twelve'),
          ...attached('filename="same.txt"', 'text/plain', 'thirteen'),
          '--b--',
        ],
      ),
  },
  {
    name: 'html in every header',
    bytes: ({ script }) => {
      const html = `<img src=x onerror="${script}"><script>${script}</script>`
      return Buffer.from(
        [
          `Subject: ${html}`,
          `From: "${html.replaceAll('"', '\\"')}" <mallory@hostile.example>`,
          `To: "</title><script>${script}</script>" <you@example.test>, <"><script>@example.test>`,
          `X-Name: ${html}`,
          `Content-Type: text/plain; charset="${script.slice(0, 40)}"; name="<b>"`,
          '',
          html,
          '',
        ].join('\r\n'),
      )
    },
  },
  {
    name: 'terminal escapes and invisible letters',
    bytes: () =>
      mail(
        '\u001b[2J\u001b]0;owned\u0007 terminal escapes \u202eand invisible letters\u200b',
        [
          'X-Escape: \u001b[31mred\u001b[0m \u009b2J \u0008\u0008 \u0000nul',
          'X-Bidi: \u202e\u2066abc\u2069 \ufeff',
          'Content-Type: text/plain; charset=utf-8',
        ],
        [
          '\u001b[2J\u0007\u0008 \u202eevil\u202c \u{e0041}\u{e0042} Z\u0351\u036b\u0343\u036a\u0302alg\u0330\u0325o',
          'https://example.test/\u202egpj.exe',
        ],
      ),
  },
  {
    name: 'links that pretend',
    bytes: () =>
      mail(
        'links that pretend',
        ['Content-Type: text/html; charset=utf-8'],
        [
          '<p><a href="https://evil.example/login">https://bank.example/login</a></p>',
          '<p><a href="https://bank.example@evil.example/">bank.example</a></p>',
          '<p><a href="https://\u0430\u0440\u0440\u04cf\u0435.com/">apple.com</a></p>',
          '<p><a href="https://example.test/%E2%80%AEgpj.exe">picture</a></p>',
        ],
      ),
  },
  {
    name: 'a header smuggled into an encoded word',
    bytes: () =>
      mail(
        `=?utf-8?Q?x=0D=0ABcc:_victim@example.test=0D=0A=0D=0A<script>?=`,
        ['X-Word: =?utf-8?B?AAAA?= =?x-unknown?Q?=FF?= =?utf-8?Q?=E2=28=A1?= =?utf-8?Q?'],
        ['x'],
      ),
  },
]
