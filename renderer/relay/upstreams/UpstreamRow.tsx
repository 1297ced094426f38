import type { Upstream } from '../../../shared/model/upstream.ts'
import { Chip } from '../../ui/Chip.tsx'
import { count } from '../../ui/format.ts'
import rows from '../cardList.module.css'
import { securityWords } from './ServerFields.tsx'
import { stateOf } from './state.ts'

interface UpstreamRowProps {
  readonly upstream: Upstream
  readonly active: boolean
  readonly onOpen: () => void
}

/** One upstream in the list. */
export function UpstreamRow({ upstream, active, onOpen }: UpstreamRowProps) {
  const { name, host, port, security, waiting } = upstream
  return (
    <li>
      <button type="button" className={rows.row} aria-current={active || undefined} onClick={onOpen}>
        <span className={rows.line}>
          <strong className={rows.name}>{name}</strong>
          <UpstreamChip upstream={upstream} />
        </span>
        <span className={rows.line}>
          <span className={rows.address}>
            {host}:{port}
          </span>
          <span className={rows.soft}>{securityWords[security]}</span>
          {waiting > 0 && <span className={rows.soft}>{count(waiting)} waiting</span>}
        </span>
      </button>
    </li>
  )
}

/** Ready, paused, or what keeps mail from leaving. */
export function UpstreamChip({ upstream }: { readonly upstream: Upstream }) {
  const { icon: Icon, word, tone } = stateOf(upstream)
  return (
    <Chip tone={tone} title={upstream.problem?.text}>
      <Icon size={11} aria-hidden />
      {word}
    </Chip>
  )
}
