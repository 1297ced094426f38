import { useShortcuts } from '../ui/shortcuts.ts'

export interface InboxMoves {
  readonly moveBy: (rows: number, extend?: boolean) => void
  readonly moveToEnd: (end: 'first' | 'last', extend?: boolean) => void
  readonly rowsPerPage: () => number
  readonly open: () => void
  readonly back: () => void
  readonly remove: () => void
  readonly toggleUnread: () => void
  readonly toggleStar: () => void
  readonly release: () => void
  readonly toggleSelected: () => void
  readonly selectAll: () => void
  readonly search: () => void
  readonly undo: () => void
}

/** The keys of the inbox. The sheet of shortcuts lists them: change both. */
export function useInboxKeys(moves: InboxMoves): void {
  useShortcuts({
    j: () => moves.moveBy(1),
    k: () => moves.moveBy(-1),
    J: () => moves.moveBy(1, true),
    K: () => moves.moveBy(-1, true),
    ArrowDown: () => moves.moveBy(1),
    ArrowUp: () => moves.moveBy(-1),
    'shift+ArrowDown': () => moves.moveBy(1, true),
    'shift+ArrowUp': () => moves.moveBy(-1, true),
    PageDown: () => moves.moveBy(moves.rowsPerPage()),
    PageUp: () => moves.moveBy(-moves.rowsPerPage()),
    Home: () => moves.moveToEnd('first'),
    End: () => moves.moveToEnd('last'),
    'shift+Home': () => moves.moveToEnd('first', true),
    'shift+End': () => moves.moveToEnd('last', true),
    Enter: () => moves.open(),
    Escape: () => moves.back(),
    Delete: () => moves.remove(),
    Backspace: () => moves.remove(),
    u: () => moves.toggleUnread(),
    s: () => moves.toggleStar(),
    r: () => moves.release(),
    x: () => moves.toggleSelected(),
    '/': () => moves.search(),
    'mod+a': () => moves.selectAll(),
    'mod+z': () => moves.undo(),
  })
}
