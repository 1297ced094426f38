import { KeyRound, UserRoundKey } from 'lucide-react'
import { memo, type CSSProperties } from 'react'
import { Chip } from '../ui/Chip.tsx'
import { count, exactTime, relativeTime } from '../ui/format.ts'
import { useNow } from '../ui/useNow.ts'
import classes from './CredentialTable.module.css'
import { kindWord, scopeWords, standingOf, standingWord, usernameOf, type Item } from './item.ts'
import { ModeSwitch } from './ModeSwitch.tsx'
import { Sparkline } from './Sparkline.tsx'

interface CredentialRowProps {
  readonly item: Item
  readonly index: number
  readonly style: CSSProperties
  readonly active: boolean
  readonly onOpen: (id: string) => void
}

/** One credential or key. */
export const CredentialRow = memo(function CredentialRow({ item, index, style, active, onOpen }: CredentialRowProps) {
  const now = useNow()
  const Icon = item.kind === 'apiKey' ? KeyRound : UserRoundKey
  return (
    // The name in it is the button; a click anywhere in the row does the same.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="row"
      aria-rowindex={index + 2}
      className={classes.row}
      data-active={active || undefined}
      style={style}
      onClick={() => onOpen(item.id)}
    >
      <div role="cell" className={classes.name}>
        <Icon size={16} strokeWidth={1.75} role="img" aria-label={kindWord[item.kind]} />
        <div className={classes.words}>
          <button type="button" className={classes.open} aria-expanded={active}>
            {item.name}
          </button>
          <span className={classes.hint}>
            {usernameOf(item)} · …{item.secretHint}
          </span>
        </div>
      </div>
      <div role="cell" className={classes.mode}>
        <ModeSwitch item={item} />
      </div>
      <div role="cell" className={classes.scope} title={scopeWords(item)}>
        {scopeWords(item)}
      </div>
      <div role="cell" className={classes.uses}>
        <Sparkline perDay={item.usesPerDay} />
        <span>{count(item.useCount)}</span>
      </div>
      <div role="cell" className={classes.last}>
        {item.lastUsedAt === null ? (
          'Never'
        ) : (
          <time dateTime={item.lastUsedAt} title={exactTime(item.lastUsedAt)}>
            {relativeTime(item.lastUsedAt, now)}
          </time>
        )}
      </div>
      <div role="cell" className={classes.status}>
        <StandingChip item={item} now={now} />
      </div>
    </div>
  )
})

/** Whether it works, and until when. */
export function StandingChip({ item, now }: { item: Item; now: number }) {
  const standing = standingOf(item, now)
  const tone = standing === 'active' ? 'green' : standing === 'expiresSoon' ? 'sand' : 'red'
  const until = item.expiresAt === null ? undefined : `Expires ${exactTime(item.expiresAt)}`
  return (
    <>
      <Chip tone={tone} title={until}>
        {standingWord[standing]}
      </Chip>
      {item.oldSecretUntil !== null && (
        <Chip tone="sand" title={`The secret before is good until ${exactTime(item.oldSecretUntil)}`}>
          Old one still good
        </Chip>
      )}
    </>
  )
}
