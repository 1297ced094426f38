import { implement } from '@orpc/server'
import { contract } from '../../../shared/contract/index.ts'

/**
 * The contract, ready to be implemented. Inputs are validated; outputs are typed by the compiler and not validated
 * again at run time (zod would walk every row of every page and of every announcement; the tests do it instead).
 */
export const os = implement(contract).$config({ initialOutputValidationIndex: Number.NaN })
