import type { ReadableDatabase, WritableDatabase } from '../../../database/open.ts'

type FactName = 'accountId' | 'receiverToken' | 'receiverAnswer'

export function selectFact(db: ReadableDatabase, name: FactName): string | null {
  return db.values<string>('SELECT value FROM webhook_facts WHERE name = ?').get(name) ?? null
}

export function saveFact(db: WritableDatabase, name: FactName, value: string): void {
  db.command('INSERT OR REPLACE INTO webhook_facts (name, value) VALUES (?, ?)').run(name, value)
}

/** Made when it is first asked for, and the same from then on. */
export function factOrNew(db: WritableDatabase, name: FactName, make: () => string): string {
  const known = selectFact(db, name)
  if (known !== null) return known
  const made = make()
  saveFact(db, name, made)
  return made
}
