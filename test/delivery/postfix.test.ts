import { afterAll, beforeAll, expect, it } from 'vitest'
import { startPostfix, type Postfix } from '../support/postfix.ts'
import { openTestRelay, type TestRelay } from '../support/relay.ts'
import { makeFolder, mail } from '../support/store.ts'
import { startUpstream, type UpstreamServer } from '../support/upstreamServer.ts'

const folder = makeFolder()
let sink: UpstreamServer
let postfix: Postfix | null
let test: TestRelay

beforeAll(async () => {
  sink = await startUpstream()
  postfix = await startPostfix(sink.port)
  test = openTestRelay(folder.path)
  if (postfix) test.upstream({ port: postfix.port, security: 'opportunistic' })
}, 60_000)
afterAll(async () => {
  await test.close()
  postfix?.stop()
  await sink.close()
  folder.remove()
})

it(
  'through a real Postfix, a hundred messages arrive once each, as they were',
  { timeout: 60_000 },
  async (context) => {
    if (!postfix) {
      context.skip()
      return
    }
    const bodies = Array.from(
      { length: 100 },
      (_, index) => `.dot ${index}\r\n..two\r\nGrüße ${'x'.repeat(index * 8)}\r\n`,
    )
    await Promise.all(
      bodies.map((body, index) =>
        test.send({
          to: [`user${index}@example.test`],
          message: mail({ subject: `n${index}n`, body: body.slice(0, -2) }),
        }),
      ),
    )
    await sink.got(100)
    const seen = new Set<string>()
    for (const { bytes } of sink.taken) {
      const text = bytes.toString()
      const index = Number(/^Subject: n(\d+)n/m.exec(text)?.[1])
      expect(text.endsWith(`\r\n\r\n${bodies[index]}`)).toBe(true)
      expect(text).toMatch(/^Received: by .*\(Sandpost\)/m)
      seen.add(`${index}`)
    }
    expect(seen.size).toBe(100)
    expect(sink.taken).toHaveLength(100)
    const delivery = await test.until('user7@', ({ status }) => status === 'delivered')
    expect(delivery.reply).toMatch(/^250 2\.0\.0 Ok: queued as/)
  },
)

it('Postfix refuses an address it cannot parse for good, and the delivery bounces with its words', async (context) => {
  if (!postfix) return context.skip()
  await test.send({ to: ['nobody@-bad-.test..'] })
  const delivery = await test.until('nobody@', ({ status }) => status === 'bounced')
  expect(delivery.reply).toMatch(/^5\d\d 5\.1\.3/)
  return undefined
})
