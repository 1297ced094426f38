import { useState } from 'react'
import type { Mailbox } from '../../../shared/model/address.ts'
import type { MessageDetail } from '../../../shared/model/message.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { counted, exactTime, fileSize } from '../../ui/format.ts'
import { compareRecipients, splitToAndCc } from './envelope/compareRecipients.ts'
import { MessageActions, type MessageHandlers } from './MessageActions.tsx'
import { MessageChips } from './MessageChips.tsx'
import classes from './MessageHeader.module.css'

interface MessageHeaderProps extends MessageHandlers {
  readonly message: MessageDetail
}

const firstShown = 3

/** Who, to whom, when, how big, and what there is to know about it. */
export function MessageHeader({ message, ...handlers }: MessageHeaderProps) {
  const { to, cc } = splitToAndCc(message)
  const { blind } = compareRecipients(message)
  return (
    <header className={classes.header}>
      <div className={classes.top}>
        <h2 className={classes.subject}>
          {message.subject === '' ? (
            <span className={classes.none}>No subject</span>
          ) : (
            <bdi title={message.subject}>{message.subject}</bdi>
          )}
        </h2>
        <MessageActions message={message} {...handlers} />
      </div>
      <div className={classes.middle}>
        <dl className={classes.people}>
          <People name="From" mailboxes={message.from ? [message.from] : []} whenNone="No readable sender" />
          <People name="To" mailboxes={to} whenNone="No recipient named" />
          {cc.length > 0 && <People name="Cc" mailboxes={cc} />}
          {blind.length > 0 && <People name="Bcc" mailboxes={blind.map((address) => ({ name: '', address }))} />}
        </dl>
        <p className={classes.facts}>
          <time dateTime={message.receivedAt}>{exactTime(message.receivedAt)}</time>
          <span>{fileSize(message.size)}</span>
        </p>
      </div>
      <MessageChips message={message} />
    </header>
  )
}

interface PeopleProps {
  readonly name: string
  readonly mailboxes: readonly Mailbox[]
  readonly whenNone?: string
}

function People({ name, mailboxes, whenNone }: PeopleProps) {
  const [all, setAll] = useState(false)
  const shown = all ? mailboxes.slice(0, 500) : mailboxes.slice(0, firstShown)
  const rest = mailboxes.length - shown.length
  return (
    <div className={classes.line}>
      <dt>{name}</dt>
      <dd>
        {mailboxes.length === 0 && <span className={classes.none}>{whenNone}</span>}
        {shown.map((mailbox, index) => (
          // The same person may be named twice.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index} className={classes.person}>
            {mailbox.name !== '' && (
              <bdi className={classes.name} title={mailbox.name}>
                {mailbox.name}
              </bdi>
            )}
            <bdi className={classes.address} title={mailbox.address}>
              {mailbox.address}
            </bdi>
            <CopyButton text={mailbox.address} label={`Copy ${mailbox.address}`} />
          </span>
        ))}
        {rest > 0 && !all && (
          <button type="button" className={classes.more} onClick={() => setAll(true)}>
            and {counted(rest, 'more', 'more')}
          </button>
        )}
      </dd>
    </div>
  )
}
