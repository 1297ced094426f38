import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

interface RawMail {
  readonly from?: string
  readonly to?: readonly string[]
  /** The message as it is to arrive, byte by byte. */
  readonly bytes: Buffer
}

/** Sends bytes over SMTP with nothing in between that would repair or refuse them. Gives the reply to the data. */
export async function sendRaw(
  port: number,
  { from = 'app@example.test', to = ['you@example.test'], bytes }: RawMail,
): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  const reply = async (): Promise<string> => {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- a dialogue: one line after the other
      const { value, done } = await lines.next()
      if (done) throw new Error('The server closed the connection.')
      if (/^\d{3}( |$)/.test(value)) return value
    }
  }
  const say = async (command: string): Promise<string> => {
    socket.write(`${command}\r\n`)
    const answer = await reply()
    if (!/^[23]/.test(answer)) throw new Error(`${command}: ${answer}`)
    return answer
  }
  try {
    await once(socket, 'connect')
    await reply()
    await say('EHLO hostile.example')
    await say(`MAIL FROM:<${from}>`)
    // oxlint-disable-next-line no-await-in-loop -- a dialogue: one line after the other
    for (const recipient of to) await say(`RCPT TO:<${recipient}>`)
    socket.write(`BDAT ${bytes.length} LAST\r\n`)
    socket.write(bytes)
    const accepted = await reply()
    socket.write('QUIT\r\n')
    return accepted
  } finally {
    socket.destroySoon()
  }
}
