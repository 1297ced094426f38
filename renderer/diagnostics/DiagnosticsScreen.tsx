import { TitleBar } from '../shell/TitleBar.tsx'
import { ScreenTabs } from '../ui/ScreenTabs.tsx'
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
      <ScreenTabs
        label="Parts of diagnostics"
        tabs={diagnosticsTabs}
        shown={tab}
        onShow={setTab}
        renderPanel={(name) => {
          const Panel = panels[name]
          return <Panel active={name === tab} />
        }}
      />
    </>
  )
}
