import { implement } from '@orpc/server'
import { contract } from '../../../shared/contract/index.ts'
import { requirePermission, requirePerson, type Caller } from './caller.ts'

/**
 * The contract, ready to be implemented. Permissions are checked first, from the contract itself; inputs are validated
 * after; outputs are typed by the compiler and not validated again at run time (zod would walk every row of every page
 * and of every announcement; the tests do it instead).
 */
export const os = implement(contract)
  .$context<Caller>()
  .$config({
    initialInputValidationIndex: Number.POSITIVE_INFINITY,
    initialOutputValidationIndex: Number.NaN,
  })
  .use(({ context, procedure, next }) => {
    const { permission, forPeople } = procedure['~orpc'].meta
    requirePermission(context, permission)
    if (forPeople) requirePerson(context)
    return next()
  })
