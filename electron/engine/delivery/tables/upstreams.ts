import type { Upstream } from '../../../../shared/model/upstream.ts'
import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'

/** What an owner chose, without secrets, and what else is on disk. Times in milliseconds. */
export interface StoredUpstream {
  readonly id: string
  readonly config: UpstreamConfig
  readonly createdAt: number
  readonly updatedAt: number
}

export type UpstreamConfig = Omit<Upstream, 'id' | 'problem' | 'waiting' | 'createdAt' | 'updatedAt'>

interface Row {
  readonly id: string
  readonly config: string
  readonly created_at: number
  readonly updated_at: number
}

/** In the order in which they were made. */
export function selectUpstreams(db: ReadableDatabase): StoredUpstream[] {
  return db
    .query<Row>('SELECT * FROM upstreams ORDER BY created_at, id')
    .all()
    .map((row) => ({
      id: row.id,
      config: JSON.parse(row.config) as UpstreamConfig,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }))
}

export function saveUpstream(db: WritableDatabase, { id, config, createdAt, updatedAt }: StoredUpstream): void {
  db.command(
    `INSERT INTO upstreams (id, config, created_at, updated_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET config = excluded.config, updated_at = excluded.updated_at`,
  ).run(id, JSON.stringify(config), createdAt, updatedAt)
}

export function deleteUpstream(db: WritableDatabase, id: string): void {
  db.command('DELETE FROM upstreams WHERE id = ?').run(id)
}
