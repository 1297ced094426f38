import { ShieldCheck, ShieldQuestionMark, ShieldX } from 'lucide-react'
import type { ReceivedCall } from '../../../shared/model/webhook.ts'
import { Chip } from '../../ui/Chip.tsx'
import { exactTime, fileSize, relativeTime } from '../../ui/format.ts'
import rows from '../cardList.module.css'

interface ReceivedRowProps {
  readonly call: ReceivedCall
  readonly active: boolean
  readonly now: number
  readonly onOpen: () => void
}

/** One call that the built-in receiver took. */
export function ReceivedRow({ call, active, now, onOpen }: ReceivedRowProps) {
  return (
    <li>
      <button type="button" className={rows.row} aria-current={active || undefined} onClick={onOpen}>
        <span className={rows.line}>
          <strong className={rows.name}>{typeOf(call)}</strong>
          <VerifiedChip verified={call.verified} />
          <time className={rows.soft} dateTime={call.at} title={exactTime(call.at)}>
            {relativeTime(call.at, now)}
          </time>
        </span>
        <span className={rows.line}>
          <span className={rows.address}>
            {call.method} {call.path}
          </span>
          <span className={rows.soft}>answered {call.answered}</span>
          <span className={rows.soft}>{fileSize(call.body.length)}</span>
        </span>
      </button>
    </li>
  )
}

/** Whether the signature is right. */
export function VerifiedChip({ verified }: { readonly verified: boolean | null }) {
  if (verified === null) {
    return (
      <Chip tone="plain">
        <ShieldQuestionMark size={11} aria-hidden />
        No known signature
      </Chip>
    )
  }
  return verified ? (
    <Chip tone="green">
      <ShieldCheck size={11} aria-hidden />
      Verified
    </Chip>
  ) : (
    <Chip tone="red">
      <ShieldX size={11} aria-hidden />
      Wrong signature
    </Chip>
  )
}

/** What the body says it is about; the method where it says nothing. */
export function typeOf({ body, method }: ReceivedCall): string {
  try {
    const parsed: unknown = JSON.parse(body)
    const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed
    if (typeof first === 'object' && first !== null) {
      for (const name of ['type', 'event_name', 'event']) {
        const value = (first as Record<string, unknown>)[name]
        if (typeof value === 'string' && value !== '') return value.slice(0, 80)
      }
    }
  } catch {
    // Not JSON: whoever called may send anything.
  }
  return `${method} request`
}
