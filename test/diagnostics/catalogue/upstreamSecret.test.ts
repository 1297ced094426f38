import { describe, expect, it } from 'vitest'
import { sampleCertificate } from '../../support/certificates.ts'
import { certified, diagnose } from '../../support/diagnosis/diagnose.ts'
import { during } from '../../support/diagnosis/during.ts'
import type { FaultServer } from '../../support/diagnosis/faultServer.ts'
import { startScriptedSmtp } from '../../support/diagnosis/scriptedSmtp.ts'
import { healthy, logins } from '../../support/diagnosis/smtpFaults.ts'

const secret = 'gZ9-sealed-upstream-secret'
const root = sampleCertificate('root').pem
const upstream = async () => ({
  host: '127.0.0.1',
  port: 1,
  security: 'starttls' as const,
  serverName: null,
  ca: root,
  username: 'app',
  password: secret,
})
const serve = () => during(startScriptedSmtp({ ...healthy(certified()), keywordsInTls: logins, auth: '235 2.7.0 Ok' }))
const logInAt = (server: FaultServer, question: object) =>
  diagnose(
    { host: '', ca: null, ports: [server.port], upstreamId: 'up_1', tryLogin: true, ...question },
    { tools: { upstream } },
  )
const logged = ({ said }: FaultServer) => said.filter((line) => line.includes(' AUTH '))

/** Whoever may diagnose can name an upstream, not read its secret: nor have it sent to a server of their own. */
describe('the sealed secret of an upstream', () => {
  it('is tried at its own server, with what the upstream itself trusts', async () => {
    const server = await serve()
    await logInAt(server, {})
    expect(logged(server)).toHaveLength(1)
  })

  it.each([
    ['a certificate authority of the asker’s own', { ca: `${root}\n${root}` }],
    ['another name to expect in the certificate', { serverName: 'localhost' }],
    ['a name server of the asker’s own', { dnsServer: '127.0.0.1:9' }],
    ['another host', { host: 'localhost' }],
    ['another user name', { username: 'somebody' }],
  ])('is not sent with %s', async (_name, question) => {
    const server = await serve()
    const report = await logInAt(server, question)
    expect(logged(server)).toEqual([])
    expect(report.observations.endpoints[0]?.login?.skipped).toBe('There is no password to try.')
  })

  it('is not tried in place of a password that was typed', async () => {
    const typed = 'gZ9-typed-instead'
    const server = await serve()
    await logInAt(server, { username: 'somebody', password: typed })
    expect(logged(server)).toEqual([expect.stringContaining(Buffer.from(`\0somebody\0${typed}`).toString('base64'))])
  })
})
