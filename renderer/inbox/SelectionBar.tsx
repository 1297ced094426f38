import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { Download, Mail, MailOpen, Send, Star, Trash2, X, type LucideIcon } from 'lucide-react'
import { count } from '../ui/format.ts'
import classes from './SelectionBar.module.css'

interface SelectionBarProps {
  readonly selected: number
  readonly found: number
  readonly onSelectAll: () => void
  readonly onClear: () => void
  readonly onRead: () => void
  readonly onUnread: () => void
  readonly onStar: () => void
  readonly onRelease: () => void
  readonly onDownload: () => void
  readonly onDelete: () => void
}

/** What can be done with the selected messages. */
export function SelectionBar(props: SelectionBarProps) {
  const { selected, found } = props
  return (
    <div className={classes.bar} role="toolbar" aria-label="Selected messages">
      <Tool icon={X} label="Clear the selection (Esc)" onClick={props.onClear} />
      <span className={classes.count} role="status">
        {count(selected)} selected
      </span>
      {selected < found && (
        <Button variant="subtle" size="compact-xs" onClick={props.onSelectAll}>
          Select all {count(found)}
        </Button>
      )}
      <span className={classes.space} />
      <Tool icon={MailOpen} label="Mark as read" onClick={props.onRead} />
      <Tool icon={Mail} label="Mark as unread" onClick={props.onUnread} />
      <Tool icon={Star} label="Star (s)" onClick={props.onStar} />
      <Tool icon={Send} label="Release… (r)" onClick={props.onRelease} />
      <Tool icon={Download} label="Download" onClick={props.onDownload} />
      <Tool icon={Trash2} label="Delete (Delete)" onClick={props.onDelete} />
    </div>
  )
}

function Tool({ icon: Icon, label, onClick }: { icon: LucideIcon; label: string; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={onClick}>
        <Icon size={15} />
      </ActionIcon>
    </Tooltip>
  )
}
