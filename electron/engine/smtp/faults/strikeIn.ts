import type { FaultStage } from '../../../../shared/model/manners.ts'
import type { SmtpSession } from '../session.ts'
import type { Strike } from './faults.ts'

/** What goes wrong at this point of a session, noted in its transcript; null: nothing. */
export function strikeIn(session: SmtpSession, stage: FaultStage, recipients: readonly string[]): Strike | null {
  const { listenerPort, security, remoteAddress } = session.record.facts
  const struck = session.house.faults.strike({
    stage,
    port: listenerPort,
    tlsIsNext: stage === 'starttls' || (stage === 'connect' && security === 'tls'),
    remoteAddress,
    sender: session.transaction?.mailFrom.address ?? '',
    recipients,
    now: session.record.now,
  })
  if (struck !== null) session.record.note(`Fault at ${stage}: ${struck.scenarios.join(', ')}`)
  return struck
}
