import { Button } from '@mantine/core'
import { useShortcuts } from '../ui/shortcuts.ts'
import classes from './UnsavedBar.module.css'

interface UnsavedBarProps {
  readonly dirty: boolean
  readonly saving: boolean
  /** Something needs correction first. */
  readonly wrong: boolean
  readonly changedElsewhere: boolean
  readonly onSave: () => void
  readonly onDiscard: () => void
}

/** Appears when something was changed, with what to do about it. */
export function UnsavedBar({ dirty, saving, wrong, changedElsewhere, onSave, onDiscard }: UnsavedBarProps) {
  useShortcuts({ 'mod+s': onSave }, dirty && !wrong)
  if (!dirty) return null
  return (
    <footer className={classes.bar} aria-label="Unsaved changes">
      <span role="status" className={classes.words}>
        {wrong
          ? 'Something needs correction before it can be saved.'
          : changedElsewhere
            ? 'Changed elsewhere in the meantime: saving replaces that, discarding takes it.'
            : 'Not saved yet. Nothing changes for mail until you save.'}
      </span>
      <Button variant="default" disabled={saving} onClick={onDiscard}>
        Discard
      </Button>
      <Button loading={saving} disabled={wrong} onClick={onSave}>
        Save
      </Button>
    </footer>
  )
}
