import { useMemo } from 'react'
import type { Delivery, DeliveryAction, DeliveryStatus } from '../../../shared/model/delivery.ts'
import { client, errorSentence } from '../../client.ts'
import { counted } from '../../ui/format.ts'
import { fail, say } from '../../ui/say.tsx'
import type { WantedDeliveries } from './filter.ts'

/** Which deliveries: some, or all that a filter finds. */
export type Target = { readonly ids: readonly number[] } | { readonly filter: WantedDeliveries }

const done: Readonly<Record<DeliveryAction, string>> = {
  retry: 'tried now',
  hold: 'held',
  release: 'let go',
  cancel: 'cancelled',
}

/** Whether an action makes sense for a delivery as it stands. The engine has the last word. */
export function allows({ status, nextTryAt }: Delivery, action: DeliveryAction): boolean {
  const waits = nextTryAt !== null && status !== 'sending'
  if (action === 'retry') return waits || ended.includes(status)
  if (action === 'release') return status === 'held'
  return waits || (action === 'cancel' && status === 'held')
}

/** Given up, and may be tried again by hand. What was delivered never is. */
const ended: readonly DeliveryStatus[] = ['failed', 'bounced', 'suppressed', 'cancelled']

/** Retry now, hold, let go, cancel. Says what came of it when it was more than one. */
export function useDeliveryActions() {
  return useMemo(() => {
    const act = async (action: DeliveryAction, target: Target) => {
      try {
        const { changed } = await client.deliveries.act(
          'ids' in target ? { ids: [...target.ids], action } : { filter: target.filter, action },
        )
        if (changed === 0) say.done('Nothing was changed', 'None of them is at a point where this can be done.')
        else say.done(`${counted(changed, 'delivery', 'deliveries')} ${done[action]}`)
      } catch (error) {
        fail('The deliveries were not changed', errorSentence(error))
      }
    }
    return { act }
  }, [])
}
