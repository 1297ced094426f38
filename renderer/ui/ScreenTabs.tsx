import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { Guard } from './Guard.tsx'
import classes from './ScreenTabs.module.css'

interface ScreenTabsProps<Name extends string> {
  /** What the tabs are, for those who cannot see them. */
  readonly label: string
  readonly tabs: readonly { readonly name: Name; readonly word: string }[]
  readonly shown: Name
  readonly onShow: (name: Name) => void
  readonly renderPanel: (name: Name) => ReactNode
}

/** The parts of a screen. All of them stay: what was typed or is running is there when one comes back. */
export function ScreenTabs<Name extends string>({ label, tabs, shown, onShow, renderPanel }: ScreenTabsProps<Name>) {
  return (
    <main className={classes.main}>
      <Tabs
        value={shown}
        onChange={(name) => onShow(name as Name)}
        keepMounted
        classNames={{ root: classes.tabs, list: classes.list, tab: classes.tab, panel: classes.panel }}
      >
        <Tabs.List aria-label={label}>
          {tabs.map(({ name, word }) => (
            <Tabs.Tab key={name} value={name}>
              {word}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ name }) => (
          <Tabs.Panel key={name} value={name}>
            <Guard>{renderPanel(name)}</Guard>
          </Tabs.Panel>
        ))}
      </Tabs>
    </main>
  )
}
