import type { FaultScenario } from '../../../shared/model/manners.ts'
import type { Announcer } from '../announce.ts'
import type { WritableDatabase } from '../database/open.ts'
import { deleteFaultScenario, putFaultScenario, selectFaultScenarios } from './table.ts'

/** The fault scenarios of this data folder. */
export interface FaultScenarios {
  list(): readonly FaultScenario[]
  put(scenario: FaultScenario): void
  /** False: there is none with this id. */
  remove(id: string): boolean
}

/** `follow` is told all scenarios: now, and after each change. */
export function openFaultScenarios(
  db: WritableDatabase,
  announcer: Announcer,
  follow: (scenarios: readonly FaultScenario[]) => void,
): FaultScenarios {
  let current = selectFaultScenarios(db)
  follow(current)

  function changed(): void {
    current = selectFaultScenarios(db)
    follow(current)
    announcer.announce({ type: 'faultsChanged' })
  }

  return {
    list: () => current,
    put(scenario) {
      db.transaction(() => putFaultScenario(db, scenario))
      changed()
    },
    remove(id) {
      const removed = db.transaction(() => deleteFaultScenario(db, id))
      if (removed) changed()
      return removed
    },
  }
}
