import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'

export function isSandboxLocked(db: ReadableDatabase): boolean {
  return db.values<number>('SELECT locked FROM sandbox_lock').get() !== 0
}

export function setSandboxLock(db: WritableDatabase, locked: boolean): void {
  db.command('UPDATE sandbox_lock SET locked = ?').run(locked ? 1 : 0)
}
