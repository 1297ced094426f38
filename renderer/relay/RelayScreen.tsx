import { useMemo, useState } from 'react'
import { TitleBar } from '../shell/TitleBar.tsx'
import { ScreenTabs } from '../ui/ScreenTabs.tsx'
import { DeliveriesTab } from './deliveries/DeliveriesTab.tsx'
import classes from './RelayScreen.module.css'
import { RoutesTab } from './routes/RoutesTab.tsx'
import { SandboxTab } from './sandbox/SandboxTab.tsx'
import { BarSlotsContext } from './slots.ts'
import { SuppressionsTab } from './suppressions/SuppressionsTab.tsx'
import { relayTabs, useRelayTab, type RelayTab } from './tab.ts'
import { UpstreamsTab } from './upstreams/UpstreamsTab.tsx'
import { WebhooksTab } from './webhooks/WebhooksTab.tsx'

/** Of a part that is not shown: it puts nothing into the bar. */
const noSlots = { search: null, action: null }

const panels: Readonly<Record<RelayTab, () => React.ReactNode>> = {
  deliveries: DeliveriesTab,
  upstreams: UpstreamsTab,
  routes: RoutesTab,
  sandbox: SandboxTab,
  suppressions: SuppressionsTab,
  webhooks: WebhooksTab,
}

/** How production mail leaves, what became of it, and what the sandbox pretends instead. */
export function RelayScreen() {
  const { tab, setTab } = useRelayTab()
  const [search, setSearch] = useState<HTMLElement | null>(null)
  const [action, setAction] = useState<HTMLElement | null>(null)
  const slots = useMemo(() => ({ search, action }), [search, action])
  return (
    <>
      <TitleBar title="Relay" action={<div ref={setAction} className={classes.action} />}>
        <div ref={setSearch} className={classes.search} />
      </TitleBar>
      <ScreenTabs
        label="Parts of the relay"
        tabs={relayTabs}
        shown={tab}
        onShow={setTab}
        renderPanel={(name) => {
          const Panel = panels[name]
          return (
            <BarSlotsContext value={name === tab ? slots : noSlots}>
              <Panel />
            </BarSlotsContext>
          )
        }}
      />
    </>
  )
}
