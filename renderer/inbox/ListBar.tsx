import { ActionIcon, Menu } from '@mantine/core'
import { Download, Ellipsis, FileUp, MailOpen, Rows2, Rows3, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { count, counted } from '../ui/format.ts'
import classes from './ListBar.module.css'

interface ListBarProps {
  readonly searching: boolean
  /** Null while it is not known. */
  readonly found: number | null
  readonly unread: number
  readonly compact: boolean
  readonly onCompact: (compact: boolean) => void
  readonly onImport: (files: File[]) => void
  readonly onReadAll: () => void
  readonly onDownloadAll: () => void
  readonly onDeleteAll: () => void
}

/** The line above the list: how many there are, and what concerns all of them. */
export function ListBar(props: ListBarProps) {
  const { searching, found, unread, compact } = props
  const picker = useRef<HTMLInputElement>(null)
  const all = `all ${count(found ?? 0)}${searching ? ' found' : ''}`
  return (
    <div className={classes.bar}>
      <span className={classes.count}>
        {found !== null && counted(found, 'message')}
        {found !== null && searching && ' found'}
        {found !== null && !searching && unread > 0 && <span className={classes.unread}>{count(unread)} unread</span>}
      </span>
      <Menu position="bottom-end" width={230} shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon aria-label="More for the list">
            <Ellipsis size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={compact ? <Rows2 size={14} /> : <Rows3 size={14} />}
            onClick={() => props.onCompact(!compact)}
          >
            {compact ? 'Comfortable rows' : 'Compact rows'}
          </Menu.Item>
          <Menu.Item leftSection={<FileUp size={14} />} onClick={() => picker.current?.click()}>
            Import .eml files…
          </Menu.Item>
          {found !== null && found > 0 && (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<MailOpen size={14} />} onClick={props.onReadAll}>
                Mark {all} as read
              </Menu.Item>
              <Menu.Item leftSection={<Download size={14} />} onClick={props.onDownloadAll}>
                Download {all}
              </Menu.Item>
              <Menu.Item leftSection={<Trash2 size={14} />} className={classes.danger} onClick={props.onDeleteAll}>
                Delete {all}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <input
        ref={picker}
        type="file"
        accept=".eml,message/rfc822"
        multiple
        hidden
        aria-label="Files to import"
        onChange={(event) => {
          props.onImport([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
    </div>
  )
}
