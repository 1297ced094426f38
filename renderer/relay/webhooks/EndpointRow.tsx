import type { WebhookEndpoint } from '../../../shared/model/webhook.ts'
import { Chip } from '../../ui/Chip.tsx'
import { count } from '../../ui/format.ts'
import rows from '../cardList.module.css'
import { formatWords, stateOf } from './words.ts'

interface EndpointRowProps {
  readonly endpoint: WebhookEndpoint
  readonly active: boolean
  readonly onOpen: () => void
}

/** One endpoint in the list. */
export function EndpointRow({ endpoint, active, onOpen }: EndpointRowProps) {
  const { name, url, format, successes, failures } = endpoint
  return (
    <li>
      <button type="button" className={rows.row} aria-current={active || undefined} onClick={onOpen}>
        <span className={rows.line}>
          <strong className={rows.name}>{name}</strong>
          <EndpointChip endpoint={endpoint} />
        </span>
        <span className={rows.line}>
          <span className={rows.address}>{url}</span>
          <span className={rows.soft}>{formatWords[format].word}</span>
          <span className={rows.soft}>
            {count(successes)} taken{failures > 0 && `, ${count(failures)} failed`}
          </span>
        </span>
      </button>
    </li>
  )
}

/** Whether it is told. */
export function EndpointChip({ endpoint }: { readonly endpoint: WebhookEndpoint }) {
  const { icon: Icon, word, tone } = stateOf(endpoint)
  return (
    <Chip tone={tone} title={endpoint.disabledBecause ?? undefined}>
      <Icon size={11} aria-hidden />
      {word}
    </Chip>
  )
}
