import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MessageDetail } from '../../shared/model/message.ts'
import { mail, makeFolder, openStore, type Store } from '../support/store.ts'

const folder = makeFolder()
let store: Store
beforeAll(() => {
  store = openStore(folder.path)
})
afterAll(async () => {
  await store.close()
  folder.remove()
})

async function detailOf(message: string | Buffer): Promise<MessageDetail> {
  const detail = await store.inbox.detail(await store.capture(message))
  if (!detail) throw new Error('There is no such message')
  return detail
}

const multipart = (type: string, boundary: string, ...parts: string[]) =>
  `Content-Type: multipart/${type}; boundary="${boundary}"\r\n\r\n${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`
const plain = (text: string) => `Content-Type: text/plain; charset=utf-8\r\n\r\n${text}`

test('parts keep their places in the tree, and each can be fetched', async () => {
  const detail = await detailOf(
    `Subject: tree\r\n${multipart(
      'mixed',
      'outer',
      multipart('alternative', 'inner', plain('text body'), 'Content-Type: text/html\r\n\r\n<p>html body</p>'),
      'Content-Type: image/png; name="=?utf-8?Q?Bild=C3=A4.png?="\r\nContent-ID: <pic@x>\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=',
      'Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninner body',
    )}`,
  )
  expect(detail.parts.map(({ id, contentType }) => [id, contentType])).toEqual([
    ['1.1', 'text/plain'],
    ['1.2', 'text/html'],
    ['2', 'image/png'],
    ['3', 'message/rfc822'],
  ])
  expect(detail.text?.trim()).toBe('text body')
  expect(detail.html?.trim()).toBe('<p>html body</p>')
  expect(detail.parts[2]).toMatchObject({ filename: 'Bildä.png', contentId: 'pic@x', disposition: 'inline', size: 8 })
  const picture = await store.inbox.part(detail.id, '2')
  expect(Buffer.from(picture?.bytes ?? [])).toEqual(Buffer.from('iVBORw0KGgo=', 'base64'))
  expect(Buffer.from((await store.inbox.part(detail.id, '3'))?.bytes ?? []).toString()).toContain('inner body')
  expect(await store.inbox.part(detail.id, '9')).toBeNull()
  expect((await store.inbox.text(detail.id))?.type).toBe('text/plain; charset=utf-8')
  expect((await store.inbox.html(detail.id))?.name).toMatch(/^tree \d+\.html$/)
  await store.indexed()
  expect(store.inbox.summaries([detail.id])[0]).toMatchObject({ attachments: 1, snippet: 'text body' })
})

test('10,000 parts end in a finding', async () => {
  const detail = await detailOf(
    multipart('mixed', 'b', ...Array.from({ length: 10_000 }, (_, n) => plain(`part ${n}`))),
  )
  expect(detail.parts).toHaveLength(1_000)
  expect(detail.findings.map(({ id }) => id)).toContain('tooManyParts')
})

test.each([60, 500])('%i nested levels are read as far as they go', async (levels) => {
  let message = plain('the innermost')
  for (let level = 0; level < levels; level += 1) message = multipart('mixed', `b${level}x`, message)
  const detail = await detailOf(message)
  if (levels < 100) expect(detail.text).toContain('the innermost')
  else expect(detail.findings.map(({ id }) => id)).toContain('tooDeep')
})

test('50 messages within messages are one attachment', async () => {
  let message = `Subject: innermost\r\n\r\nhello`
  for (let level = 0; level < 50; level += 1) message = `Content-Type: message/rfc822\r\n\r\n${message}`
  expect((await detailOf(message)).parts).toMatchObject([{ contentType: 'message/rfc822' }])
})

test.each<[string, string | Buffer]>([
  ['3 MB of header', `X-Long: ${'y'.repeat(3_000_000)}\r\n\r\nbody`],
  [
    'a multipart whose parts have 3 MB of header',
    multipart('mixed', 'b', `X-Long: ${'y'.repeat(3_000_000)}\r\n\r\nbody`),
  ],
])('giant headers end in a finding: %s', async (_, message) => {
  expect((await detailOf(message)).findings.length).toBeGreaterThan(0)
})

test.each<[string, string | Buffer, string]>([
  ['an unknown charset', 'Content-Type: text/plain; charset=klingon\r\n\r\nhello', 'hello'],
  [
    'a charset that is a lie',
    Buffer.from('Content-Type: text/plain; charset=utf-8\r\n\r\nGr\xfc\xdfe', 'latin1'),
    'Gr',
  ],
  ['latin1', Buffer.from('Content-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\xfc\xdfe', 'latin1'), 'Grüße'],
  [
    'quoted-printable garbage',
    'Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=ZZ=\r\n=3',
    'a=ZZ',
  ],
  [
    'base64 garbage',
    'Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=!!!!\r\n****',
    'hello',
  ],
  ['an unknown encoding', 'Content-Type: text/plain\r\nContent-Transfer-Encoding: x-zip\r\n\r\nhello', 'hello'],
  ['a boundary that never comes', 'Content-Type: multipart/mixed; boundary=b\r\n\r\nhello', ''],
  ['an empty boundary', 'Content-Type: multipart/mixed; boundary=""\r\n\r\nhello', ''],
  ['an unclosed multipart', 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello', 'hello'],
  ['a part without a header', 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b--', 'hello'],
  ['prototype names as parameters', 'Content-Type: text/plain; __proto__=x; constructor=y\r\n\r\nhello', 'hello'],
])('broken MIME is read as far as it goes: %s', async (_, message, text) => {
  expect((await detailOf(message)).text ?? '').toContain(text)
})

test('a body of 8 million characters is cut with a finding; its source is whole', async () => {
  const detail = await detailOf(mail({ body: 'word '.repeat(1_600_000) }))
  expect(detail.text?.length).toBe(4 * 1024 * 1024)
  expect(detail.findings.map(({ id }) => id)).toContain('bodyCut')
})

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\\\Windows\\\\evil.exe', 'evil.exe'],
  ['..', null],
  ['a\u202egpj.exe', 'agpj.exe'],
])('a file name cannot lead anywhere: %s', async (name, expected) => {
  const { parts } = await detailOf(
    `Content-Type: application/pdf; name="${name}"\r\nContent-Disposition: attachment\r\n\r\nx`,
  )
  expect(parts[0]?.filename).toBe(expected)
})

test('a type that could break out of a header is unknown bytes', async () => {
  const { parts } = await detailOf('Content-Type: text/<evil>\r\n\r\nx')
  expect(parts[0]?.contentType).toBe('application/octet-stream')
})

test('random bytes end in a reading, never in a crash', async () => {
  let seed = 99
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  for (let round = 0; round < 60; round += 1) {
    const noise = Buffer.from(Array.from({ length: random(3_000) }, () => random(256)))
    const detail = await detailOf(Buffer.concat([Buffer.from(round % 2 ? multipart('mixed', 'b', '') : ''), noise]))
    expect(Array.isArray(detail.findings)).toBe(true)
  }
})

test('a reading that takes too long is given up: the header is shown, and the next message is read', async () => {
  const own = makeFolder()
  const slow = openStore(own.path, { readingTimeLimitMs: 1_500 })
  // So many lines that no machine takes them apart in time.
  const id = await slow.capture(`Subject: endless\r\n\r\n${'x\r\n'.repeat(12_000_000)}`)
  const detail = await slow.inbox.detail(id)
  expect(detail?.findings.map((finding) => finding.id)).toEqual(['readingTimedOut'])
  expect(detail?.headers).toEqual([{ name: 'Subject', value: 'endless' }])
  const next = await slow.capture(mail({ body: 'easy going' }))
  await slow.indexed()
  expect(slow.inbox.ids('subject:endless')).toEqual([id])
  expect(slow.inbox.ids('easy')).toEqual([next])
  await slow.close()
  own.remove()
}, 60_000)
