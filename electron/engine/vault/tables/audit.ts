import type { Actor, AuditAction, AuditEntry } from '../../../../shared/model/vault.ts'
import { containing } from '../../database/like.ts'
import type { ReadableDatabase, SqlValue, WritableDatabase } from '../../database/open.ts'
import type { ListRequest } from '../types.ts'

export type NewAuditEntry = Omit<AuditEntry, 'id' | 'at'>

interface Row {
  readonly id: number
  readonly at: number
  readonly actor_is: Actor['is']
  readonly actor_id: string
  readonly actor_name: string
  readonly action: AuditAction
  readonly target_id: string | null
  readonly target_name: string | null
  readonly detail: string
}

export function insertAudit(db: WritableDatabase, at: number, entry: NewAuditEntry): void {
  const { actor, action, target, detail } = entry
  db.command(
    'INSERT INTO audit (at, actor_is, actor_id, actor_name, action, target_id, target_name, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(at, actor.is, actor.id, actor.name, action, target?.id ?? null, target?.name ?? null, detail)
}

/** Newest first, below the cursor. */
export function selectAudit(
  db: ReadableDatabase,
  { search, limit, cursor, target }: ListRequest & { target?: string | undefined },
): { rows: AuditEntry[]; total: number } {
  const conditions: string[] = ['1']
  const values: SqlValue[] = []
  if (target !== undefined) {
    conditions.push('target_id = ?')
    values.push(target)
  }
  if (search.trim() !== '') {
    const places = ['actor_name', "ifnull(target_name, '')", 'detail', 'action']
    conditions.push(`(${places.map((place) => `${place} LIKE ? ESCAPE '\\'`).join(' OR ')})`)
    values.push(...places.map(() => containing(search.trim())))
  }
  const where = conditions.join(' AND ')
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor)
  const rows = db
    .query<Row>(`SELECT * FROM audit WHERE ${where} AND id < ? ORDER BY id DESC LIMIT ?`)
    .all(...values, Number.isSafeInteger(before) ? before : 0, limit)
    .map(entryOf)
  const total = db.values<number>(`SELECT count(*) FROM audit WHERE ${where}`).get(...values) ?? 0
  return { rows, total }
}

function entryOf(row: Row): AuditEntry {
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    actor: { is: row.actor_is, id: row.actor_id, name: row.actor_name },
    action: row.action,
    target: row.target_id === null ? null : { id: row.target_id, name: row.target_name ?? '' },
    detail: row.detail,
  }
}
