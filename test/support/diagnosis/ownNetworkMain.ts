// Run by `inOwnNetwork`: servers on ports that are otherwise taken or forbidden, one diagnosis, and its report as JSON.
import type { z } from 'zod'
import type { DiagnosisRequest } from '../../../shared/model/diagnosis/question.ts'
import { sampleCertificate } from '../certificates.ts'
import { notLoopback } from './routes.ts'
import { runWith } from './runWith.ts'
import { startScriptedSmtp } from './scriptedSmtp.ts'
import { healthy, healthyImplicit, plainFaults } from './smtpFaults.ts'
import { startDropping } from './tcpFaults.ts'

export interface OwnNetworkTask {
  readonly question: z.input<typeof DiagnosisRequest>
  /** What is on the ports of `notLoopback`; nothing listens on the others. */
  readonly ports?: Readonly<Record<number, 'works' | 'worksImplicit' | 'noStartTls' | 'dropped'>>
}

const { question, ports = {} } = JSON.parse(process.argv[2] ?? '{}') as OwnNetworkTask
const { key, chainPem } = sampleCertificate('valid')
const tls = { key, cert: chainPem }
const scripts = { works: healthy(tls), worksImplicit: healthyImplicit(tls), noStartTls: plainFaults.noStartTls }
const servers = await Promise.all(
  Object.entries(ports).map(([port, what]) =>
    what === 'dropped'
      ? startDropping(notLoopback, Number(port))
      : startScriptedSmtp(scripts[what], { address: notLoopback, port: Number(port) }),
  ),
)
process.stdout.write(JSON.stringify(await runWith(question)))
await Promise.all(servers.map((server) => server.close()))
