import { ArrowUpRight, TriangleAlert } from 'lucide-react'
import type { MessageDetail } from '../../../shared/model/message.ts'
import { CredentialChip } from '../../credentials/CredentialChip.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { flagWords } from '../Flags.tsx'
import { OutcomeChip } from '../OutcomeChip.tsx'
import classes from './MessageHeader.module.css'

/** Where the message went, and what about it deserves a sentence. */
export function MessageChips({ message }: { readonly message: MessageDetail }) {
  return (
    <div className={classes.chips}>
      <WhereItWent message={message} />
      {message.credentialId !== null && <CredentialChip id={message.credentialId} />}
      {message.tags.map((tag) => (
        <Chip key={tag} tone="plain">
          {tag}
        </Chip>
      ))}
      {message.flags.map((flag) => {
        const { icon: Icon, word, sentence } = flagWords[flag]
        return (
          <p key={flag} className={classes.note}>
            <Icon size={13} aria-hidden />
            <span>
              <strong>{word}.</strong> {sentence}
            </span>
          </p>
        )
      })}
      {message.findings.map((finding) => (
        <p key={finding.id} className={classes.note}>
          <TriangleAlert size={13} aria-hidden />
          <span>{finding.text}</span>
        </p>
      ))}
    </div>
  )
}

function WhereItWent({ message: { mode, outcome, simulated } }: { readonly message: MessageDetail }) {
  if (outcome !== 'captured') return <OutcomeChip outcome={outcome} simulated={simulated} />
  return mode === 'sandbox' ? (
    <Chip tone="sand" title="Captured here. It went nowhere else.">
      Sandbox: captured, went nowhere
    </Chip>
  ) : (
    <Chip tone="plain" title="Sent in production mode. No route led to an upstream, so it went nowhere else.">
      <ArrowUpRight size={11} aria-hidden />
      Production: captured, no route took it further
    </Chip>
  )
}
