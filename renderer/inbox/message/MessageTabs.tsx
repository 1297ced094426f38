import { Tabs, Tooltip } from '@mantine/core'
import type { MessageDetail } from '../../../shared/model/message.ts'
import { count } from '../../ui/format.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { useStored } from '../../ui/useStored.ts'
import { AttachmentsTab } from './attachments/AttachmentsTab.tsx'
import { DeliveryTab } from './delivery/DeliveryTab.tsx'
import { EnvelopeTab } from './envelope/EnvelopeTab.tsx'
import { HeadersTab } from './headers/HeadersTab.tsx'
import { HtmlTab } from './html/HtmlTab.tsx'
import classes from './MessagePane.module.css'
import { SourceTab } from './source/SourceTab.tsx'
import { tabNames, tabsOf, tabToShow, type TabName } from './tabs.ts'
import { TextTab } from './text/TextTab.tsx'
import { useState } from 'react'

const panels: Record<TabName, (props: { readonly message: MessageDetail }) => React.ReactNode> = {
  html: HtmlTab,
  text: TextTab,
  source: SourceTab,
  headers: HeadersTab,
  attachments: AttachmentsTab,
  envelope: EnvelopeTab,
  delivery: DeliveryTab,
}

/** The ways to look at a message. The last one used is remembered; keys 1 to 7 choose. */
export function MessageTabs({ message }: { readonly message: MessageDetail }) {
  const [last, setLast] = useStored<string>('messageTab', 'html')
  // A tab without content can be looked at, to read why, but is not what the next message opens with.
  const [peeked, setPeeked] = useState<TabName | null>(null)
  const tabs = tabsOf(message)
  const current = peeked ?? tabToShow(tabs, last)
  const choose = (name: TabName) => {
    const empty = tabs.find((tab) => tab.name === name)?.empty !== null
    setPeeked(empty ? name : null)
    if (!empty) setLast(name)
  }
  useShortcuts(Object.fromEntries(tabNames.map((name, index) => [String(index + 1), () => choose(name)])))
  const Panel = panels[current]
  return (
    <Tabs
      value={current}
      onChange={(name) => choose(name as TabName)}
      activateTabWithKeyboard
      keepMounted={false}
      classNames={{ root: classes.tabs, list: classes.list, tab: classes.tab, panel: classes.panel }}
    >
      <Tabs.List aria-label="Ways to look at the message">
        {tabs.map((tab, index) => (
          <Tooltip key={tab.name} label={tab.empty ?? `Press ${index + 1}`}>
            <Tabs.Tab value={tab.name} data-empty={tab.empty !== null || undefined}>
              {tab.label}
              {tab.count !== null && tab.count > 0 && <span className={classes.count}>{count(tab.count)}</span>}
            </Tabs.Tab>
          </Tooltip>
        ))}
      </Tabs.List>
      <Tabs.Panel value={current}>
        <Panel message={message} />
      </Tabs.Panel>
    </Tabs>
  )
}
