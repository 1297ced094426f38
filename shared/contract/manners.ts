import { z } from 'zod'
import { FaultScenario, Profile } from '../model/manners.ts'
import { base } from './base.ts'

const reading = base.meta({ permission: 'relay.read' })
const managing = base.meta({ permission: 'relay.manage' })

/** Whose manners a listener can have. */
export const profiles = {
  list: reading
    .route({ method: 'GET', path: '/profiles', summary: 'Provider profiles, fact by fact', tags: ['Listeners'] })
    .output(z.array(Profile)),
}

const one = z.object({ id: z.string().min(1).max(64) })

/** Faults on demand. */
export const faultScenarios = {
  list: reading
    .route({ method: 'GET', path: '/fault-scenarios', summary: 'List fault scenarios', tags: ['Listeners'] })
    .output(z.array(FaultScenario)),
  /** Makes or replaces one; `active` switches it on. */
  put: managing
    .route({
      method: 'PUT',
      path: '/fault-scenarios/{id}',
      summary: 'Make, change, switch on or off',
      tags: ['Listeners'],
    })
    .input(FaultScenario)
    .output(FaultScenario),
  remove: managing
    .route({ method: 'DELETE', path: '/fault-scenarios/{id}', summary: 'Remove one', tags: ['Listeners'] })
    .input(one)
    .output(z.object({ deleted: z.literal(true) })),
}
