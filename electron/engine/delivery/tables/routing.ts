import { Routing } from '../../../../shared/model/routing.ts'
import type { ReadableDatabase, WritableDatabase } from '../../database/open.ts'

/** The routing in force; the defaults before anybody chose. */
export function selectRouting(db: ReadableDatabase): Routing {
  const value = db.values<string>('SELECT value FROM routing').get()
  return Routing.parse(value === undefined ? {} : JSON.parse(value))
}

export function saveRouting(db: WritableDatabase, routing: Routing): void {
  db.command('INSERT OR REPLACE INTO routing (id, value) VALUES (1, ?)').run(JSON.stringify(routing))
}
