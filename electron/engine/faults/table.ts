import type { FaultScenario } from '../../../shared/model/manners.ts'
import type { ReadableDatabase, WritableDatabase } from '../database/open.ts'

interface Row {
  readonly id: string
  readonly name: string
  readonly ports: string
  readonly active: number
  readonly faults: string
}

/** All of them, by name. */
export function selectFaultScenarios(db: ReadableDatabase): FaultScenario[] {
  const rows = db.query<Row>('SELECT id, name, ports, active, faults FROM fault_scenarios ORDER BY name, id').all()
  return rows.map(({ id, name, ports, active, faults }) => ({
    id,
    name,
    ports: JSON.parse(ports) as number[],
    active: active === 1,
    faults: JSON.parse(faults) as FaultScenario['faults'],
  }))
}

/** Makes or replaces it. */
export function putFaultScenario(db: WritableDatabase, { id, name, ports, active, faults }: FaultScenario): void {
  db.command('INSERT OR REPLACE INTO fault_scenarios (id, name, ports, active, faults) VALUES (?, ?, ?, ?, ?)').run(
    id,
    name,
    JSON.stringify(ports),
    active ? 1 : 0,
    JSON.stringify(faults),
  )
}

/** Returns whether there was one. */
export function deleteFaultScenario(db: WritableDatabase, id: string): boolean {
  return db.command('DELETE FROM fault_scenarios WHERE id = ?').run(id).changes > 0
}
