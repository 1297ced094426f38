import { judge, type ProviderFacts } from '../../../electron/engine/diagnostics/judge/judge.ts'
import type { Observations } from '../../../shared/model/diagnosis/observation.ts'
import type { DiagnosisQuestion } from '../../../shared/model/diagnosis/question.ts'
import type { Judgement, Report } from '../../../shared/model/diagnosis/report.ts'
import { now, question } from '../../support/observations.ts'

/** The judgement of a diagnosis that has come to its end. */
export function judged(
  seen: Observations,
  asked: Partial<DiagnosisQuestion> = {},
  context: { state?: Report['state']; provider?: ProviderFacts | null } = {},
): Judgement {
  return judge(seen, question(asked), { state: 'done', now, provider: null, ...context })
}

export const ahasend: ProviderFacts = {
  id: 'ahasend-eu',
  title: 'AhaSend (EU)',
  hosts: ['send.ahasend.com'],
  ports: [
    { port: 587, security: 'starttls' },
    { port: 2525, security: 'starttls' },
    { port: 25, security: 'starttls' },
  ],
  username: null,
  mechanisms: ['PLAIN'],
  advice: ['There is no implicit TLS: port 465 does not work. Use STARTTLS on 587, 2525 or 25.'],
}

export const sendgrid: ProviderFacts = {
  id: 'sendgrid',
  title: 'Twilio SendGrid',
  hosts: ['smtp.sendgrid.net'],
  ports: [
    { port: 587, security: 'starttls' },
    { port: 2525, security: 'starttls' },
    { port: 25, security: 'starttls' },
    { port: 465, security: 'tls' },
  ],
  username: 'apikey',
  mechanisms: ['PLAIN', 'LOGIN'],
  advice: ['At most 20 MB a message, 5,000 messages a connection.'],
}

export function ids({ findings }: Judgement): string[] {
  return findings.map(({ id }) => id)
}
