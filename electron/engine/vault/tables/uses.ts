import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'

export const dayMs = 86_400_000
/** Days that are shown. */
export const shownDays = 30

export function addUses(db: WritableDatabase, credential: string, uses: { count: number; lastAt: number }): void {
  db.command(
    'UPDATE credentials SET use_count = use_count + ?, last_used_at = max(ifnull(last_used_at, 0), ?) WHERE id = ?',
  ).run(uses.count, uses.lastAt, credential)
  db.command(
    'INSERT INTO uses (credential, day, count) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
  ).run(credential, Math.floor(uses.lastAt / dayMs), uses.count)
}

/** For each of these credentials the uses of the last thirty days, oldest first, `today` last. */
export function selectUses(db: ReadableDatabase, ids: readonly string[], today: number): Map<string, number[]> {
  const first = today - shownDays + 1
  const rows = db
    .query<{ credential: string; day: number; count: number }>(
      'SELECT credential, day, count FROM uses WHERE credential IN (SELECT value FROM json_each(?)) AND day >= ?',
    )
    .all(JSON.stringify(ids), first)
  const days = new Map(ids.map((id) => [id, Array.from({ length: shownDays }, () => 0)]))
  for (const { credential, day, count } of rows) {
    const uses = days.get(credential)
    if (uses && day <= today) uses[day - first] = count
  }
  return days
}
