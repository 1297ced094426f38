import { ActionIcon, Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, CalendarClock, Mail, SearchX, X } from 'lucide-react'
import { useState } from 'react'
import type { DeliveryAction, DeliveryDetail as DeliveryInDetail } from '../../../shared/model/delivery.ts'
import { engine, errorSentence, isNotFound } from '../../client.ts'
import { CredentialChip } from '../../credentials/CredentialChip.tsx'
import { open } from '../../shell/route.ts'
import { Chip } from '../../ui/Chip.tsx'
import pane from '../../ui/detailPane.module.css'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { Facts, type Fact } from '../../ui/Facts.tsx'
import { count, exactTime } from '../../ui/format.ts'
import { useNarrow } from '../../ui/useNarrow.ts'
import { useNow } from '../../ui/useNow.ts'
import { StatusChip } from '../StatusChip.tsx'
import { statusSentence } from '../words.ts'
import { actionsInOrder, actionWords } from './actionWords.ts'
import { Attempts } from './Attempts.tsx'
import classes from './DeliveryDetail.module.css'
import { LaterDialog } from './LaterDialog.tsx'
import { allows } from './useDeliveryActions.ts'

interface DeliveryDetailProps {
  readonly id: number
  readonly onClose: () => void
  readonly onAct: (action: DeliveryAction) => void
}

/** One delivery: where it stands, why, and every try. */
export function DeliveryDetail({ id, onClose, onAct }: DeliveryDetailProps) {
  const narrow = useNarrow()
  const query = useQuery(engine.deliveries.get.queryOptions({ input: { id } }))
  const delivery = query.data
  if (query.isError && isNotFound(query.error)) {
    return (
      <EmptyState
        icon={SearchX}
        title="This delivery is not kept any more"
        action={
          narrow && (
            <Button variant="default" onClick={onClose}>
              Back to the list
            </Button>
          )
        }
      />
    )
  }
  if (query.isError && !delivery) {
    return (
      <ErrorState
        title="The delivery could not be opened"
        message={errorSentence(query.error)}
        onRetry={() => void query.refetch()}
      />
    )
  }
  return (
    <article className={pane.detail} aria-label="Delivery" aria-busy={query.isFetching}>
      <header className={pane.head}>
        {narrow && (
          <ActionIcon aria-label="Back to the list" onClick={onClose}>
            <ArrowLeft size={16} />
          </ActionIcon>
        )}
        <h2 className={pane.title}>
          <bdi>{delivery ? delivery.recipient : 'Delivery'}</bdi>
        </h2>
        {delivery && <StatusChip status={delivery.status} simulated={delivery.simulated} />}
        <span className={pane.space} />
        {!narrow && (
          <ActionIcon aria-label="Close (Esc)" onClick={onClose}>
            <X size={16} />
          </ActionIcon>
        )}
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls: must be reachable by keyboard */}
      <div className={classes.body} tabIndex={0} role="group" aria-label="What happened">
        {delivery ? <Body delivery={delivery} onAct={onAct} /> : <Skeleton height={120} />}
      </div>
    </article>
  )
}

function Body({
  delivery,
  onAct,
}: {
  readonly delivery: DeliveryInDetail
  readonly onAct: (action: DeliveryAction) => void
}) {
  const now = useNow()
  const [later, setLater] = useState(false)
  const { reply, explanation, attempts, simulated, messageId, credentialId, released } = delivery
  return (
    <>
      <p className={classes.sentence}>{statusSentence(delivery, now)}</p>
      {explanation !== '' && <p className={classes.explanation}>{explanation}</p>}
      <div className={classes.actions}>
        {actionsInOrder
          .filter((action) => allows(delivery, action))
          .map((action) => {
            const { icon: Icon, word } = actionWords[action]
            return (
              <Button key={action} variant="default" leftSection={<Icon size={14} />} onClick={() => onAct(action)}>
                {word}
              </Button>
            )
          })}
        {(allows(delivery, 'hold') || delivery.status === 'held') && (
          <Button variant="default" leftSection={<CalendarClock size={14} />} onClick={() => setLater(true)}>
            Later…
          </Button>
        )}
        <Button variant="default" leftSection={<Mail size={14} />} onClick={() => open('inbox', messageId)}>
          Open the message
        </Button>
      </div>
      {later && <LaterDialog id={delivery.id} recipient={delivery.recipient} onClose={() => setLater(false)} />}
      <Facts facts={factsOf(delivery)} />
      {(credentialId !== null || released) && (
        <div className={classes.actions}>
          {credentialId !== null && <CredentialChip id={credentialId} />}
          {released && <Chip tone="plain">Released by hand</Chip>}
        </div>
      )}
      <section className={classes.tries} aria-label="Tries">
        <h3>{simulated ? 'Simulated tries' : 'Tries'}</h3>
        {reply !== null && attempts.length === 0 && <code>{reply}</code>}
        <Attempts attempts={attempts} simulated={simulated} except={explanation} />
      </section>
    </>
  )
}

function factsOf(delivery: DeliveryInDetail): Fact[] {
  const { recipient, originalRecipient, sender, subject, upstreamName, simulated } = delivery
  const { tries, createdAt, finishedAt } = delivery
  return [
    { name: 'To', value: recipient, mono: true, copy: true },
    ...(originalRecipient === null
      ? []
      : [{ name: 'Was meant for', value: originalRecipient, mono: true, copy: true }]),
    { name: 'Envelope sender', value: sender === '' ? '<> (null sender)' : sender, mono: true, copy: sender !== '' },
    { name: 'Subject', value: subject === '' ? 'No subject' : subject },
    { name: 'Through', value: simulated ? 'Nothing: simulated' : (upstreamName ?? 'An upstream that was removed') },
    { name: 'Tries', value: count(tries) },
    { name: 'Since', value: exactTime(createdAt) },
    ...(finishedAt === null ? [] : [{ name: 'Ended', value: exactTime(finishedAt) }]),
  ]
}
