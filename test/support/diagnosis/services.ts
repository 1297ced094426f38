import { startFaultServer, type FaultServer } from './faultServer.ts'

/** Speaks first: sends `greeting` and then nothing. */
const greets = (greeting: string | Buffer): Promise<FaultServer> =>
  startFaultServer(({ socket }) => {
    socket.resume()
    socket.write(greeting)
  })

/** A web server: silent until it is spoken to, and then it does not understand. */
export const startHttp = (): Promise<FaultServer> =>
  startFaultServer(({ socket }) =>
    socket.once('data', () =>
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n400 Bad Request'),
    ),
  )

export const startSsh = (): Promise<FaultServer> => greets('SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n')
export const startImap = (): Promise<FaultServer> =>
  greets('* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE STARTTLS AUTH=PLAIN] Dovecot ready.\r\n')
export const startPop3 = (): Promise<FaultServer> => greets('+OK Dovecot ready.\r\n')
/** 220 as SMTP says it; every command gets 530. */
export const startFtp = (): Promise<FaultServer> =>
  startFaultServer(({ socket, heard }) => {
    socket.on('data', (chunk: Buffer) => {
      heard(chunk.toString('latin1').trim())
      socket.write('530 Please login with USER and PASS.\r\n')
    })
    socket.write('220 (vsFTPd 3.0.3)\r\n')
  })
/** The handshake packet of a MySQL server. */
export const startBinary = (): Promise<FaultServer> =>
  greets(Buffer.from('4a0000000a382e302e333600080000003b4c5d0f1e2a3b4c00ffff080200ffc1150000000000000000000000', 'hex'))
