import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { connectTo } from '../../../electron/engine/diagnostics/observe/connect.ts'
import { Conversation } from '../../../electron/engine/diagnostics/observe/conversation.ts'
import { Journal } from '../../../electron/engine/diagnostics/observe/journal.ts'

const never = new AbortController().signal
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function talkTo(
  serve: (socket: Socket) => void,
  journal = new Journal(),
): Promise<{ conversation: Conversation; journal: Journal }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    serve(socket)
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const { socket } = await connectTo('127.0.0.1', (server.address() as AddressInfo).port, 2_000, never)
  return { conversation: new Conversation(socket as Socket, journal, false), journal }
}

describe('a conversation', () => {
  it('hears a greeting that comes byte by byte', async () => {
    const { conversation } = await talkTo((socket) => {
      const bytes = '220 mx.test\r\n'.split('')
      const next = () => {
        const byte = bytes.shift()
        if (byte !== undefined) socket.write(byte, () => setImmediate(next))
      }
      next()
    })
    expect(await conversation.hear(5_000, never)).toMatchObject({ code: 220, lines: ['220 mx.test'], ended: null })
    conversation.quit()
  })

  it('tells what came before it was asked for', async () => {
    const { conversation } = await talkTo((socket) => socket.end('220 go\r\n250 injected\r\n'))
    expect((await conversation.hear(5_000, never)).lines).toEqual(['220 go'])
    expect(conversation.ahead.toString()).toBe('250 injected\r\n')
    conversation.quit()
  })

  it.each([
    ['closed', (socket: Socket): unknown => socket.once('data', () => socket.end())],
    ['reset', (socket: Socket): unknown => socket.once('data', () => socket.resetAndDestroy())],
    ['silent', () => undefined],
  ] as const)('says how it ended: %s', async (ended, serve) => {
    const { conversation } = await talkTo(serve)
    expect(await conversation.ask('NOOP', ended === 'silent' ? 50 : 5_000, never)).toMatchObject({ code: null, ended })
    conversation.quit()
  })

  it('shows what is not SMTP by its first bytes, without waiting for a line to end', async () => {
    const { conversation } = await talkTo((socket) => socket.write(Buffer.from([1, 2, 0, 255])))
    const heard = await conversation.hear(60_000, never)
    expect(heard).toMatchObject({ code: null, ended: null, lines: [] })
    expect(heard.foreign?.toString('hex')).toBe('010200ff')
    conversation.quit()
  })

  it('flood: what is sent without end is not taken in', async () => {
    let written = 0
    const { conversation } = await talkTo((socket) => {
      const chunk = Buffer.alloc(65_536, 'x')
      const more = () => {
        while (!socket.destroyed && written < 256 * 1024 * 1024 && socket.write(chunk)) written += chunk.length
      }
      socket.write('220 ')
      socket.on('drain', more)
      more()
    })
    expect(await conversation.hear(5_000, never)).toMatchObject({ broken: true })
    conversation.quit()
    // What the kernel holds at both ends, and no more.
    expect(written).toBeLessThan(64 * 1024 * 1024)
  })

  it('dripForEver: a reply that never gets whole ends with the time that was given', async () => {
    const { conversation } = await talkTo((socket) => {
      const timer = setInterval(() => socket.write('220-still here\r\n'.charAt(0)), 5)
      socket.on('close', () => clearInterval(timer))
    })
    const heard = await conversation.hear(200, never)
    expect(heard.code).toBeNull()
    conversation.quit()
  })

  it('terminalEscapes: what steers a terminal is shown, not carried on', async () => {
    const { conversation, journal } = await talkTo((socket) =>
      socket.write('220 \u001b]0;owned\u0007 \u202egnp.exe\r\n'),
    )
    const { lines } = await conversation.hear(5_000, never)
    expect(lines).toEqual(['220 \\x1b]0;owned\\x07 \\u202egnp.exe'])
    expect(journal.lines.map(({ text }) => text)).toEqual(lines)
    conversation.quit()
  })

  it('keeps a secret out of its dialogue, whoever says it', async () => {
    const hiding = new Journal((text) => text.replaceAll('hunter22', '***'))
    const { conversation, journal } = await talkTo((socket) => {
      socket.write('220 mx\r\n')
      socket.on('data', (data) => socket.write(`535 you said ${data.toString().trim()}\r\n`))
    }, hiding)
    await conversation.hear(5_000, never)
    const { lines } = await conversation.ask('AUTH PLAIN hunter22', 5_000, never, 'AUTH PLAIN ***')
    expect(lines).toEqual(['535 you said AUTH PLAIN ***'])
    expect(JSON.stringify(journal.lines)).not.toContain('hunter22')
    conversation.quit()
  })

  it('stops at once when it is told to', async () => {
    const { conversation } = await talkTo(() => undefined)
    const stop = new AbortController()
    const heard = conversation.hear(60_000, stop.signal)
    stop.abort(new DOMException('Stopped', 'AbortError'))
    await expect(heard).rejects.toThrow('Stopped')
    conversation.quit()
  })

  it('says QUIT before it hangs up', async () => {
    let said = ''
    let gone: Promise<unknown> = Promise.resolve()
    const { conversation } = await talkTo((socket) => {
      socket.write('220 mx\r\n')
      socket.on('data', (data) => (said += data.toString()))
      gone = once(socket, 'close')
    })
    await conversation.hear(5_000, never)
    conversation.quit()
    await gone
    expect(said).toBe('QUIT\r\n')
  })
})

describe('a connection', () => {
  it('that is refused says so, with the code of the system', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    const { reach, socket } = await connectTo('127.0.0.1', port, 2_000, never)
    expect(reach).toMatchObject({ is: 'closed', code: 'ECONNREFUSED' })
    expect(socket).toBeNull()
  })

  it('is stopped at once when it is told to', async () => {
    const stop = new AbortController()
    stop.abort(new DOMException('Stopped', 'AbortError'))
    await expect(connectTo('127.0.0.1', 9, 2_000, stop.signal)).rejects.toThrow('Stopped')
  })
})
