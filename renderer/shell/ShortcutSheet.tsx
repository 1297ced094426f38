import { CloseButton, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { modKey } from '../ui/shortcuts.ts'
import classes from './ShortcutSheet.module.css'

const groups: readonly { title: string; keys: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Move',
    keys: [
      ['j  ↓', 'Next message'],
      ['k  ↑', 'Previous message'],
      ['Home  End', 'First, last'],
      ['Page Up  Page Down', 'A page up, down'],
      ['Enter', 'Open'],
      ['Esc', 'Back'],
      ['g i', 'Inbox'],
      ['g c', 'Credentials'],
      ['g r', 'Relay'],
      ['g d', 'Diagnostics'],
      ['g a', 'Activity'],
      ['g s', 'Settings'],
    ],
  },
  {
    title: 'Diagnostics',
    keys: [
      ['/', 'To the question'],
      ['Enter', 'Diagnose'],
      ['Esc', 'Stop, close the report'],
      ['←  →', 'Next tab, on the tabs'],
    ],
  },
  {
    title: 'Do',
    keys: [
      ['/', 'Search'],
      ['x', 'Select'],
      ['Shift ↓  Shift ↑', 'Select more'],
      [`${modKey} A`, 'Select all found'],
      ['u', 'Read, unread'],
      ['s', 'Star'],
      ['r', 'Release'],
      ['Delete', 'Delete'],
      [`${modKey} Z`, 'Undo the deletion'],
      [`${modKey} K`, 'Any command'],
      ['?', 'This sheet'],
    ],
  },
]

/** Opens and closes the sheet. */
export function useShortcutSheet() {
  const [opened, { open, close }] = useDisclosure(false)
  return { opened, open, close }
}

/** All keys at a glance. */
export function ShortcutSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    // Put together by hand: Modal's own header is a banner of the page.
    <Modal.Root opened={opened} onClose={onClose} size={640}>
      <Modal.Overlay backgroundOpacity={0.25} />
      <Modal.Content aria-label="Keyboard shortcuts">
        <Modal.Body>
          <div className={classes.head}>
            <h2>Keyboard shortcuts</h2>
            <CloseButton aria-label="Close" onClick={onClose} />
          </div>
          <div className={classes.groups}>
            {groups.map(({ title, keys }) => (
              <section key={title} aria-label={title}>
                <h3 className={classes.title}>{title}</h3>
                <dl className={classes.keys}>
                  {keys.map(([key, does]) => (
                    <div key={does} className={classes.pair}>
                      <dt>{does}</dt>
                      <dd>
                        {key.split('  ').map((each) => (
                          <kbd key={each}>{each}</kbd>
                        ))}
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
