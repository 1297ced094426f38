import { ArrowUpRight, FileDown, KeyRound, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { MessageFlag, MessageSummary } from '../../shared/model/message.ts'
import { Chip } from '../ui/Chip.tsx'
import { OutcomeChip } from './OutcomeChip.tsx'

interface FlagWords {
  readonly icon: LucideIcon
  readonly word: string
  /** What it means, in a sentence. */
  readonly sentence: string
}

/** What each flag says. */
export const flagWords: Readonly<Record<MessageFlag, FlagWords>> = {
  unknownLogin: {
    icon: KeyRound,
    word: 'Unknown login',
    sentence:
      'The app logged in with a name that no credential has. It was accepted because the login mode is lenient.',
  },
  imported: { icon: FileDown, word: 'Imported', sentence: 'Came from a file, not over SMTP.' },
  malformedHeader: {
    icon: TriangleAlert,
    word: 'Broken header',
    sentence:
      'The header section could not be read to its end: a line is too long or broken, or the blank line is missing.',
  },
  longLines: {
    icon: TriangleAlert,
    word: 'Long lines',
    sentence: 'A line is longer than 998 bytes (RFC 5322, 2.1.1). Other servers may refuse or break it.',
  },
}

/** What became of a message and what is odd about how it came, as small chips. */
export function Flags({ message }: { message: Pick<MessageSummary, 'flags' | 'mode' | 'outcome' | 'simulated'> }) {
  const { flags, mode, outcome, simulated } = message
  return (
    <>
      {flags.map((flag) => {
        const { icon: Icon, word, sentence } = flagWords[flag]
        return (
          <span key={flag} title={`${word}: ${sentence}`} style={{ display: 'inline-flex' }}>
            <Icon size={12} aria-hidden />
            <span className="visuallyHidden">{word}</span>
          </span>
        )
      })}
      {outcome !== 'captured' ? (
        <OutcomeChip outcome={outcome} simulated={simulated} />
      ) : mode === 'sandbox' ? (
        <Chip tone="sand" title="Captured here. It went nowhere else.">
          Sandbox
        </Chip>
      ) : (
        <Chip tone="plain" title="Sent in production mode. No route led to an upstream, so it was captured only.">
          <ArrowUpRight size={11} aria-hidden />
          Production
        </Chip>
      )}
    </>
  )
}
