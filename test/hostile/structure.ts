import { base64Lines, mail, type HostileMail } from './hostileMail.ts'

const plain = (name: string, header: readonly string[], body: readonly string[]): HostileMail => ({
  name,
  bytes: () => mail(name, header, body),
})

const nested = (levels: number): HostileMail =>
  plain(
    `${levels} levels`,
    ['Content-Type: multipart/mixed; boundary=b0'],
    [
      ...Array.from(
        { length: levels },
        (_, level) => `--b${level}\r\nContent-Type: multipart/mixed; boundary=b${level + 1}\r\n`,
      ),
      `--b${levels}\r\nContent-Type: text/html\r\n\r\n<p>deep down</p>\r\n--b${levels}--`,
    ],
  )

/** Messages whose structure is broken, endless or lying. */
export const structureAttacks: readonly HostileMail[] = [
  plain(
    'multipart without an end',
    ['Content-Type: multipart/mixed; boundary=b'],
    ['--b', 'Content-Type: text/html', '', '<p>open'],
  ),
  plain(
    'multipart without a boundary',
    ['Content-Type: multipart/mixed'],
    ['--', 'Content-Type: text/html', '', '<p>lost</p>'],
  ),
  plain(
    'multipart that contains itself',
    ['Content-Type: multipart/mixed; boundary=b'],
    [
      '--b',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: multipart/alternative; boundary="b--"',
      '',
      '--b--',
      '--b----',
    ],
  ),
  plain(
    'parts with broken headers',
    ['Content-Type: multipart/mixed; boundary="b"'],
    [
      '--b',
      'Content-Type text/html',
      ': no name',
      'Content-Transfer-Encoding: nonsense',
      "Content-Disposition: ;;; filename*=utf-8''%ZZ%00; filename=\"",
      '',
      'x',
      '--b',
      '',
      '--b',
      '--b--',
      'epilogue',
    ],
  ),
  plain(
    '10,000 parts',
    ['Content-Type: multipart/mixed; boundary=b'],
    [
      ...Array.from(
        { length: 10_000 },
        (_, index) => `--b\r\nContent-Type: text/plain; name="${index}.txt"\r\n\r\n${index}`,
      ),
      '--b--',
    ],
  ),
  nested(50),
  nested(500),
  plain(
    'messages in messages',
    ['Content-Type: message/rfc822'],
    [
      ...Array.from({ length: 100 }, (_, level) => `Subject: level ${level}\r\nContent-Type: message/rfc822\r\n`),
      'Content-Type: text/plain\r\n\r\nend',
    ],
  ),
  plain('a header of one megabyte', [`X-Giant: ${'a'.repeat(1_000_000)}`], ['short']),
  plain('a folded header of one megabyte', [`X-Folded: ${'word\r\n '.repeat(140_000)}end`], ['short']),
  plain(
    '5,000 header fields',
    Array.from({ length: 5_000 }, (_, index) => `X-Field-${index}: ${index}`),
    ['many'],
  ),
  plain('a line of two megabytes', ['Content-Type: text/html'], [`<p>${'x'.repeat(2_000_000)}</p>`]),
  plain(
    'deeply nested html',
    ['Content-Type: text/html'],
    [`${'<div>\r\n'.repeat(20_000)}deep${'<b>\r\n'.repeat(5_000)}`],
  ),
  plain('a table of 20,000 rows', ['Content-Type: text/html'], [`<table>${'<tr><td>cell\r\n'.repeat(20_000)}</table>`]),
  plain('an unknown charset', ['Content-Type: text/plain; charset=klingon-42'], ['caf\u00e9']),
  plain('a wrong charset', ['Content-Type: text/html; charset=utf-16'], ['<p>not utf-16 at all</p>']),
  plain(
    'utf-7 that hides a script',
    ['Content-Type: text/html; charset=utf-7'],
    ['+ADw-script+AD4-alert(1)+ADw-/script+AD4-'],
  ),
  {
    name: 'bytes that are no text',
    bytes: () =>
      Buffer.concat([
        mail('bytes that are no text', ['Content-Type: text/plain; charset=utf-8'], []),
        Buffer.from(Array.from({ length: 4_096 }, (_, index) => index % 256)),
      ]),
  },
  plain(
    'base64 that is none',
    ['Content-Type: text/html', 'Content-Transfer-Encoding: base64'],
    ['!!! <p>??=== ~~', '====', 'QQ='],
  ),
  plain(
    'quoted-printable that is none',
    ['Content-Type: text/html', 'Content-Transfer-Encoding: quoted-printable'],
    ['=ZZ=\t=', '=3', '='],
  ),
  plain(
    'an attachment that unpacks to many megabytes',
    ['Content-Type: multipart/mixed; boundary=b'],
    [
      '--b\r\nContent-Type: text/html\r\n\r\n<p>small</p>',
      '--b\r\nContent-Type: application/zip; name=bomb.zip\r\nContent-Transfer-Encoding: base64\r\n',
      ...base64Lines(Buffer.alloc(8_000_000)),
      '--b--',
    ],
  ),
  plain(
    'encodings within encodings',
    ['Content-Type: multipart/mixed; boundary=b', 'Content-Transfer-Encoding: base64'],
    [...base64Lines(base64Lines(base64Lines('--b\r\n\r\nx\r\n--b--').join('\r\n')).join('\r\n'))],
  ),
  { name: 'nothing at all', bytes: () => Buffer.from('\r\n') },
  { name: 'a header without an end', bytes: () => Buffer.from('Subject: a header without an end') },
  { name: 'only a body', bytes: () => Buffer.from('\r\nonly a body\r\n') },
]
