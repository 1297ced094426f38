import { Tabs } from '@mantine/core'
import { TitleBar } from '../shell/TitleBar.tsx'
import { Guard } from '../ui/Guard.tsx'
import classes from './DiagnosticsScreen.module.css'
import { DomainTab } from './domain/DomainTab.tsx'
import { HistoryTab } from './history/HistoryTab.tsx'
import { SelfTab } from './SelfTab.tsx'
import { ServerTab } from './ServerTab.tsx'
import { SideBySideTab } from './sideBySide/SideBySideTab.tsx'
import { diagnosticsTabs, useDiagnosticsTab, type DiagnosticsTab } from './tab.ts'
import { WatchesTab } from './watches/WatchesTab.tsx'

const panels: Readonly<Record<DiagnosticsTab, (props: { active: boolean }) => React.ReactNode>> = {
  server: ServerTab,
  domain: DomainTab,
  sideBySide: SideBySideTab,
  self: SelfTab,
  history: HistoryTab,
  watches: WatchesTab,
}

/** Why mail does not leave this machine. */
export function DiagnosticsScreen() {
  const { tab, setTab } = useDiagnosticsTab()
  return (
    <>
      <TitleBar title="Diagnostics" action={null}>
        <p className={classes.about}>Why does my mail not leave this machine?</p>
      </TitleBar>
      <main className={classes.main}>
        <Tabs
          value={tab}
          onChange={(name) => setTab(name as DiagnosticsTab)}
          // What was typed and what is running stays while one looks at another part.
          keepMounted
          classNames={{ root: classes.tabs, list: classes.list, tab: classes.tab, panel: classes.panel }}
        >
          <Tabs.List aria-label="Parts of diagnostics">
            {diagnosticsTabs.map(({ name, word }) => (
              <Tabs.Tab key={name} value={name}>
                {word}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {diagnosticsTabs.map(({ name }) => {
            const Panel = panels[name]
            return (
              <Tabs.Panel key={name} value={name}>
                <Guard>
                  <Panel active={name === tab} />
                </Guard>
              </Tabs.Panel>
            )
          })}
        </Tabs>
      </main>
    </>
  )
}
