import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { Delivery } from '../../../../shared/model/delivery.ts'
import type { Mode } from '../../../../shared/model/mode.ts'
import { engine, errorSentence } from '../../../client.ts'
import { actionsInOrder, actionWords } from '../../../relay/deliveries/actionWords.ts'
import { Attempts } from '../../../relay/deliveries/Attempts.tsx'
import { allows, useDeliveryActions } from '../../../relay/deliveries/useDeliveryActions.ts'
import { StatusChip } from '../../../relay/StatusChip.tsx'
import { useRelayTab } from '../../../relay/tab.ts'
import { statusSentence, wayOf } from '../../../relay/words.ts'
import { counted } from '../../../ui/format.ts'
import { useNow } from '../../../ui/useNow.ts'
import classes from './DeliveryTab.module.css'

interface RecipientDeliveriesProps {
  readonly deliveries: readonly Delivery[]
  readonly mode: Mode
}

const firstShown = 50

/** One line for each recipient, with the tries behind it. */
export function RecipientDeliveries({ deliveries, mode }: RecipientDeliveriesProps) {
  const [all, setAll] = useState(false)
  if (deliveries.length === 0) {
    return (
      <p className={classes.soft}>
        {mode === 'sandbox'
          ? 'Captured, and nothing else happened to it. Simulate an outcome above, or release it to send it for real.'
          : 'Captured only: no route led to an upstream when it came. Release it to send it for real.'}
      </p>
    )
  }
  const shown = all ? deliveries : deliveries.slice(0, firstShown)
  return (
    <section aria-label="Recipients">
      <h3>{counted(deliveries.length, 'delivery', 'deliveries')}</h3>
      <ul className={classes.recipients}>
        {shown.map((delivery) => (
          <Recipient key={delivery.id} delivery={delivery} alone={deliveries.length === 1} />
        ))}
      </ul>
      {shown.length < deliveries.length && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
          Show all {counted(deliveries.length, 'recipient')}
        </Button>
      )}
    </section>
  )
}

function Recipient({ delivery, alone }: { readonly delivery: Delivery; readonly alone: boolean }) {
  const [opened, setOpened] = useState(alone)
  const { recipient, originalRecipient, status, simulated } = delivery
  return (
    <li>
      <button type="button" className={classes.recipient} aria-expanded={opened} onClick={() => setOpened(!opened)}>
        {opened ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
        <bdi>
          {recipient}
          {originalRecipient !== null && <span className={classes.soft}> instead of {originalRecipient}</span>}
        </bdi>
        <StatusChip status={status} simulated={simulated} />
        <span className={classes.soft}>{wayOf(delivery)}</span>
      </button>
      {opened && <Tries delivery={delivery} />}
    </li>
  )
}

function Tries({ delivery }: { readonly delivery: Delivery }) {
  const { id, simulated, explanation } = delivery
  const now = useNow()
  const { act } = useDeliveryActions()
  const { showDelivery } = useRelayTab()
  const { data, error } = useQuery(engine.deliveries.get.queryOptions({ input: { id } }))
  return (
    <div className={classes.opened}>
      <p>{statusSentence(delivery, now)}</p>
      {explanation !== '' && <p className={classes.soft}>{explanation}</p>}
      <div className={classes.actions}>
        {actionsInOrder
          .filter((action) => allows(delivery, action))
          .map((action) => {
            const { icon: Icon, word } = actionWords[action]
            return (
              <Button
                key={action}
                variant="default"
                size="compact-xs"
                leftSection={<Icon size={13} />}
                onClick={() => void act(action, { ids: [id] })}
              >
                {word}
              </Button>
            )
          })}
        <Button variant="subtle" size="compact-xs" onClick={() => showDelivery(id)}>
          Show in Relay
        </Button>
      </div>
      {error ? (
        <p className={classes.soft}>{errorSentence(error)}</p>
      ) : data ? (
        <Attempts attempts={data.attempts} simulated={simulated} except={explanation} />
      ) : (
        <Skeleton height={40} />
      )}
    </div>
  )
}
