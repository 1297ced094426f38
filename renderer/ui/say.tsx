import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'

/** Words at the edge of the window about something that was done. */
export const say = {
  done(title: string, detail?: string): void {
    notifications.show({ title: detail ? title : undefined, message: detail ?? title, autoClose: 4_000 })
  },
  /** Says something that has to be read. Stays until it is closed. */
  lasting(title: string, detail: string): void {
    notifications.show({ title, message: detail, autoClose: false })
  },
  /** Says what was done and offers to take it back. Gives the id to hide it with. */
  withUndo(title: string, undo: () => void, milliseconds: number): string {
    return notifications.show({
      message: (
        <Group justify="space-between" wrap="nowrap">
          <span>{title}</span>
          <Button variant="light" onClick={undo}>
            Undo
          </Button>
        </Group>
      ),
      autoClose: milliseconds,
    })
  },
  hide(id: string): void {
    notifications.hide(id)
  },
}

/** Says what could not be done, why, and what to do. Stays until it is closed. */
export function fail(title: string, message: string): void {
  notifications.show({ title, message, color: 'red', autoClose: false, role: 'alert' })
}
