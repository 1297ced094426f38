import { z } from 'zod'

/** `sandbox`: captured only. `production`: captured and delivered. */
export const Mode = z.enum(['sandbox', 'production'])
export type Mode = z.infer<typeof Mode>
