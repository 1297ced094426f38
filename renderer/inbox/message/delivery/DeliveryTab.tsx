import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { MessageDetail } from '../../../../shared/model/message.ts'
import { engine, errorSentence } from '../../../client.ts'
import { ErrorState } from '../../../ui/ErrorState.tsx'
import { Scroll } from '../Scroll.tsx'
import classes from './DeliveryTab.module.css'
import { ProviderHeaders } from './ProviderHeaders.tsx'
import { RecipientDeliveries } from './RecipientDeliveries.tsx'
import { SimulateMenus } from './SimulateMenus.tsx'
import { SmtpApiSection } from './SmtpApiSection.tsx'

/** What became of a message: every recipient with every try, and what its headers ask of a provider. */
export function DeliveryTab({ message }: { readonly message: MessageDetail }) {
  const { id } = message
  const { data, error, refetch } = useQuery(engine.outgoing.ofMessage.queryOptions({ input: { id } }))
  if (error && !data) {
    return (
      <ErrorState
        title="The deliveries could not be read"
        message={errorSentence(error)}
        onRetry={() => void refetch()}
      />
    )
  }
  return (
    <Scroll className={classes.tab} label="Delivery">
      <SimulateMenus message={message} />
      {data ? (
        <>
          <RecipientDeliveries deliveries={data.deliveries} mode={message.mode} />
          {data.headers.length > 0 && <ProviderHeaders headers={data.headers} />}
          {data.smtpApi && <SmtpApiSection api={data.smtpApi} />}
        </>
      ) : (
        <Skeleton height={120} />
      )}
    </Scroll>
  )
}
