import { useMantineColorScheme } from '@mantine/core'
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import {
  Activity,
  Copy,
  Inbox,
  Keyboard,
  KeyRound,
  ShieldAlert,
  ShieldCheck,
  MonitorCog,
  Moon,
  Route,
  Rows2,
  Rows3,
  Search,
  Send,
  Settings,
  Stethoscope,
  Sun,
  Undo2,
} from 'lucide-react'
import { diagnosticsTabs, useDiagnosticsTab } from '../diagnostics/tab.ts'
import { useMessageActions } from '../inbox/actions.ts'
import { relayTabs, useRelayTab } from '../relay/tab.ts'
import { copyText } from '../ui/clipboard.ts'
import { say } from '../ui/say.tsx'
import { useStored } from '../ui/useStored.ts'
import { goTo } from './route.ts'
import { askToRelease, setSandboxLock } from './sandboxLock.ts'
import { useSystem } from './system.ts'

/** Ctrl or Cmd and K: everything by name. */
export function Commands({ onShortcuts }: { onShortcuts: () => void }) {
  const actions = useMessageActions()
  const { setColorScheme } = useMantineColorScheme()
  const [density, setDensity] = useStored<'comfortable' | 'compact'>('density', 'comfortable')
  const { show: showRelay } = useRelayTab()
  const { show: showDiagnostics } = useDiagnosticsTab()
  const system = useSystem()
  const listeners = system?.listeners ?? []
  const locked = system?.sandboxLocked ?? true
  const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true }
  const commands: SpotlightActionData[] = [
    {
      id: 'inbox',
      label: 'Go to Inbox',
      leftSection: <Inbox {...icon} />,
      onClick: () => goTo('inbox'),
      rightSection: <kbd>g i</kbd>,
    },
    {
      id: 'credentials',
      label: 'Go to Credentials',
      leftSection: <KeyRound {...icon} />,
      onClick: () => goTo('credentials'),
      rightSection: <kbd>g c</kbd>,
    },
    {
      id: 'relay',
      label: 'Go to Relay',
      leftSection: <Route {...icon} />,
      onClick: () => goTo('relay'),
      rightSection: <kbd>g r</kbd>,
    },
    ...relayTabs.map(({ name, word }) => ({
      id: `relay-${name}`,
      label: `Relay: ${word}`,
      leftSection: <Route {...icon} />,
      onClick: () => showRelay(name),
    })),
    {
      id: 'diagnostics',
      label: 'Go to Diagnostics',
      leftSection: <Stethoscope {...icon} />,
      onClick: () => goTo('diagnostics'),
      rightSection: <kbd>g d</kbd>,
    },
    ...diagnosticsTabs.map(({ name, word, command }) => ({
      id: `diagnostics-${name}`,
      label: command,
      description: `Diagnostics: ${word}`,
      leftSection: <Stethoscope {...icon} />,
      onClick: () => showDiagnostics(name),
    })),
    {
      id: 'activity',
      label: 'Go to Activity',
      leftSection: <Activity {...icon} />,
      onClick: () => goTo('activity'),
      rightSection: <kbd>g a</kbd>,
    },
    {
      id: 'settings',
      label: 'Go to Settings',
      leftSection: <Settings {...icon} />,
      onClick: () => goTo('settings'),
      rightSection: <kbd>g s</kbd>,
    },
    { id: 'sample', label: 'Send a sample', leftSection: <Send {...icon} />, onClick: () => void actions.sendSample() },
    locked
      ? {
          id: 'lock',
          label: 'Release the sandbox…',
          leftSection: <ShieldAlert {...icon} />,
          onClick: askToRelease,
        }
      : {
          id: 'lock',
          label: 'Lock the sandbox',
          leftSection: <ShieldCheck {...icon} />,
          onClick: () => void setSandboxLock(true),
        },
    { id: 'undo', label: 'Undo the last deletion', leftSection: <Undo2 {...icon} />, onClick: actions.undo },
    ...listeners.map(({ host, port, security }) => ({
      id: `copy-${security}-${port}`,
      label: `Copy ${host}:${port}`,
      description: security === 'tls' ? 'SMTP with TLS' : 'SMTP with STARTTLS',
      leftSection: <Copy {...icon} />,
      onClick: () =>
        void copyText(`${host}:${port}`).then((done) =>
          say.done(done ? `${host}:${port} copied` : 'Could not copy. Select the address instead.'),
        ),
    })),
    {
      id: 'density',
      label: density === 'compact' ? 'Comfortable rows' : 'Compact rows',
      leftSection: density === 'compact' ? <Rows2 {...icon} /> : <Rows3 {...icon} />,
      onClick: () => setDensity(density === 'compact' ? 'comfortable' : 'compact'),
    },
    { id: 'light', label: 'Light theme', leftSection: <Sun {...icon} />, onClick: () => setColorScheme('light') },
    { id: 'dark', label: 'Dark theme', leftSection: <Moon {...icon} />, onClick: () => setColorScheme('dark') },
    {
      id: 'auto',
      label: 'Theme of the system',
      leftSection: <MonitorCog {...icon} />,
      onClick: () => setColorScheme('auto'),
    },
    { id: 'keys', label: 'Keyboard shortcuts', leftSection: <Keyboard {...icon} />, onClick: onShortcuts },
  ]
  return (
    <Spotlight
      actions={commands}
      shortcut="mod + K"
      tagsToIgnore={[]}
      nothingFound="No command has this name"
      searchProps={{
        leftSection: <Search size={16} aria-hidden />,
        placeholder: 'What do you want to do?',
        'aria-label': 'Command',
      }}
      scrollable
      overlayProps={{ blur: 0, backgroundOpacity: 0.25 }}
      maxHeight={420}
    />
  )
}
