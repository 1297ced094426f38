import { useCallback } from 'react'
import { goTo, open } from '../shell/route.ts'
import { useStored } from '../ui/useStored.ts'

export type RelayTab = 'deliveries' | 'upstreams' | 'routes' | 'sandbox' | 'suppressions' | 'webhooks'

/** The parts of the Relay screen, in order. */
export const relayTabs: readonly { readonly name: RelayTab; readonly word: string }[] = [
  { name: 'deliveries', word: 'Deliveries' },
  { name: 'upstreams', word: 'Upstreams' },
  { name: 'routes', word: 'Routes' },
  { name: 'sandbox', word: 'Sandbox' },
  { name: 'suppressions', word: 'Suppressions' },
  { name: 'webhooks', word: 'Webhooks' },
]

/** Which part is shown, remembered; and ways to it from anywhere. */
export function useRelayTab() {
  const [stored, setTab] = useStored<string>('relay.tab', 'deliveries')
  const tab = relayTabs.find(({ name }) => name === stored)?.name ?? 'deliveries'
  const show = useCallback(
    (name: RelayTab) => {
      setTab(name)
      goTo('relay')
    },
    [setTab],
  )
  const showDelivery = useCallback(
    (id: number) => {
      setTab('deliveries')
      open('relay', id)
    },
    [setTab],
  )
  return { tab, setTab: setTab as (name: RelayTab) => void, show, showDelivery }
}
